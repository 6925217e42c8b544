/** A number of an axis, with as many digits as its neighbours are apart; so short that it fits beside the axis. */
export function axisNumber(value: number, all: readonly number[]): string {
  const [first = 0, second = first + 1] = all;
  const step = Math.abs(second - first) || 1;
  const largest = Math.max(...all.map(Math.abs));
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3))
    return value === 0 ? '0' : value.toExponential(exponentDigits(largest, step));
  const digits = [0, 1, 2, 3, 4, 5].find((each) => isWhole(step * 10 ** each)) ?? 6;
  return value.toFixed(digits);
}

/** What a column of a legend has room for. */
const WIDEST = 8;

/** A value of a series, with as many of six digits as a column has room for. */
export function shortValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const whole = String(value);
  if (Number.isInteger(value) && whole.length <= WIDEST + 1) return whole;
  const size = Math.abs(value);
  const plain = size >= 1e-3 && size < 1e6;
  const texts = [6, 5, 4, 3, 2].map((digits) =>
    plain ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1),
  );
  return texts.find((text) => text.length <= WIDEST) ?? value.toExponential(1);
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6 * Math.abs(value);

function exponentDigits(largest: number, step: number): number {
  return Math.max(0, Math.min(3, Math.ceil(Math.log10(largest / step))));
}
