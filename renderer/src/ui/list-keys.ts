/** Where a key moves in a list of `count`, from `at` (-1 for nothing); null for keys that are not the list's. */
export function moved(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const bounded = (to: number) => Math.max(0, Math.min(last, to));
  switch (key) {
    case 'ArrowDown':
      return bounded(at + 1);
    case 'ArrowUp':
      return at < 0 ? last : bounded(at - 1);
    case 'PageDown':
      return bounded(at + page);
    case 'PageUp':
      return bounded(at - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
