/** Numbers as people read them: with a unit, and narrow enough for a column. The exact value goes into `Num`'s title. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** `1,234,567` */
export const exact = (n: number): string => grouped.format(n);

/** `999`, `12.3 k`, `4.56 M` */
export function count(n: number): string {
  if (n < 10_000) return exact(n);
  return scaled(n, 1_000, ['', 'k', 'M', 'G', 'T']);
}

/** `0/s`, `9.8/s`, `12.3 k/s` */
export function rate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 9.95) return `${perSecond.toFixed(1)}/s`;
  if (perSecond < 1_000) return `${Math.round(perSecond)}/s`;
  return `${scaled(perSecond, 1_000, ['', 'k', 'M', 'G', 'T'])}/s`;
}

/** `512 B`, `4.00 KiB`, `12.3 MiB` */
export function bytes(n: number): string {
  if (n < 1_024) return `${Math.round(n)} B`;
  return scaled(n, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** From ms: `0.42 ms`, `1.84 ms`, `123 ms`, `3.2 s`, `2 min 5 s` */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor(ms / 1_000) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long ago, from ms, in whole steps that do not flicker: `0 s`, `42 s`, `3 min`, `2 h`, `5 d` */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Three significant digits at the largest unit that keeps the number at 1 or above. */
function scaled(n: number, step: number, units: string[]): string {
  let unit = 0;
  let rest = n;
  while (rest >= step && unit < units.length - 1) {
    rest /= step;
    unit += 1;
  }
  const digits = rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0;
  return `${rest.toFixed(digits)} ${units[unit]}`;
}
