import { setImmediate } from 'node:timers/promises';
import type { TopicText } from '../contract.ts';
import { compactJson } from '../json.ts';
import { readValue } from './read-value.ts';
import type { ValueRing } from './value-ring.ts';

/** More is nothing that an editor takes from a clipboard. */
const LONGEST = 16 * 1_048_576;

/** Lines are made for so long, ms, before others get their turn. */
const SLICE = 5;

/**
 * The values that are there from `from` up to `to`; of those that would be too long together, the newest. What goes while
 * they are written, for newer ones, is left out.
 */
export async function jsonLines(values: ValueRing, from: number, to: number, longest = LONGEST): Promise<TopicText> {
  const lines: string[] = [];
  const first = Math.max(from, values.first);
  let room = longest;
  let number = Math.min(to, values.end) - 1;
  let sliceEnd = performance.now() + SLICE;
  for (; number >= first && values.has(number); number--) {
    const line = jsonLine(values, number);
    if (line.length > room) break;
    room -= line.length;
    lines.push(line);
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + SLICE;
  }
  return { text: lines.toReversed().join(''), lines: lines.length, leftOut: Math.max(0, number + 1 - first) };
}

function jsonLine(values: ValueRing, number: number): string {
  const about = [
    `"number":${number}`,
    `"time":"${new Date(values.timeOf(number)).toISOString()}"`,
    `"quick":${values.isQuick(number)}`,
  ];
  return `{${[...about, ...payloadParts(values, number)].join(',')}}\n`;
}

/** A param that is JSON stands as it came, every digit of it; other text as a text, and bytes in hex. */
function payloadParts(values: ValueRing, number: number): string[] {
  if (!values.isWhole(number)) return ['"whole":false'];
  const { text, json, param, data } = readValue(values, number);
  const parts: string[] = [];
  if (text === null) parts.push(`"paramHex":"${Buffer.from(param).toString('hex')}"`);
  else if (json) parts.push(`"param":${compactOr(text)}`);
  else if (text !== '') parts.push(`"paramText":${JSON.stringify(text)}`);
  if (data.length > 0) parts.push(`"dataHex":"${Buffer.from(data).toString('hex')}"`);
  return parts;
}

/** Half of a character, which our reader refuses and `JSON.parse` takes, stays as it is: an escape. */
function compactOr(text: string): string {
  try {
    return compactJson(text);
  } catch {
    return JSON.stringify(JSON.parse(text));
  }
}
