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

/** A value of a series with six digits, and units for what no legend has room for. */
export function shortValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(4);
  return String(Number(value.toPrecision(6)));
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6 * Math.abs(value);

function exponentDigits(largest: number, step: number): number {
  return Math.max(0, Math.min(3, Math.ceil(Math.log10(largest / step))));
}
