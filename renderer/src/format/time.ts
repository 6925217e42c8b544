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

const two = (n: number): string => String(n).padStart(2, '0');
