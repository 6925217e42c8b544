/**
 * The place of a file among its siblings is a text in it, and they are sorted by these texts. To move one, only that one
 * is written, and two people who add or move different ones change different files: git has nothing to merge. A list of
 * all siblings in one file would be in conflict each time.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** The last digit is not the first one, as nothing would fit before it. */
export const ORDER = /^[0-9A-Za-z]{0,99}[1-9A-Za-z]$/;

/** Digits that count up, as texts that only ever get longer would grow with each that is added at the end. */
const COUNTING = 4;
const STEP = 1_000;

/**
 * New orders after one without a place (undefined: without any) has come to `at` among its siblings: by their index, and
 * as few as can be. Those without an order are the last ones; they get one where something is put behind them.
 */
export function reorder(orders: readonly (string | undefined)[], at: number): Map<number, string> {
  const changed = new Map<number, string>();
  let before: string | undefined;
  orders.forEach((order, index) => {
    if (order === undefined && index > at) return;
    if (index !== at && order !== undefined && (before === undefined || order > before)) {
      before = order;
      return;
    }
    before = between(
      before,
      orders.find((next, where) => where > index && isAfter(next, before)),
    );
    changed.set(index, before);
  });
  return changed;
}

function isAfter(order: string | undefined, before: string | undefined): order is string {
  return order !== undefined && (before === undefined || order > before);
}

function between(before: string | undefined, after: string | undefined): string {
  const counted = after === undefined ? countOn(before ?? '') : undefined;
  return counted ?? middle(before ?? '', after);
}

function countOn(before: string): string | undefined {
  let number = STEP;
  const digits = before.slice(0, COUNTING).padEnd(COUNTING, '0');
  for (let at = 0; at < COUNTING; at++) number += DIGITS.indexOf(digits.charAt(at)) * BASE ** (COUNTING - 1 - at);
  if (number % BASE === 0) number++;
  if (number >= BASE ** COUNTING) return undefined;
  let text = '';
  for (let rest = number; text.length < COUNTING; rest = Math.floor(rest / BASE))
    text = DIGITS.charAt(rest % BASE) + text;
  return text;
}

/** A text between two that do not end with the first digit; undefined: the end. */
function middle(before: string, after: string | undefined): string {
  const same = after === undefined ? 0 : sameStart(before, after);
  if (after !== undefined && same > 0) return after.slice(0, same) + middle(before.slice(same), after.slice(same));
  const low = before === '' ? 0 : DIGITS.indexOf(before.charAt(0));
  const high = after === undefined ? BASE : DIGITS.indexOf(after.charAt(0));
  if (high - low > 1) return DIGITS.charAt((low + high) >> 1);
  if (after !== undefined && after.length > 1) return after.charAt(0);
  return DIGITS.charAt(low) + middle(before.slice(1), undefined);
}

/** How many digits are the same, as if the first text went on with the first digit. */
function sameStart(before: string, after: string): number {
  let same = 0;
  while (same < after.length && (before[same] ?? DIGITS[0]) === after[same]) same++;
  return same;
}
