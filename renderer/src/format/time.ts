/** `12:51:07.123456` local time, from epoch ms with fractions. */
export function clock(time: number): string {
  const date = new Date(time);
  const micros = Math.floor((time - Math.floor(time / 1_000) * 1_000) * 1_000);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(micros).padStart(6, '0')}`;
}

/** `2026-11-22 12:51:07.123456` local time, for titles and copies. */
export function timestamp(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(time)}`;
}

/** `+0.001842`, `−12.500000`: seconds, from ms with fractions. */
export const offset = (ms: number): string => `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1_000).toFixed(6)}`;

/** Time of day in as many digits as a span of that length needs: `12:51`, `12:51:07`, `12:51:07.123`. */
export function shortClock(time: number, spanMs: number): string {
  const text = clock(time);
  return spanMs < 10_000 ? text.slice(0, 12) : text.slice(0, 8);
}

const two = (n: number): string => String(n).padStart(2, '0');
