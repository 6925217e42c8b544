/** The next pane in view for F6, the one before for Shift+F6. */
export function cyclePanes(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
    .filter((pane) => pane.checkVisibility())
    .toSorted(asOneReads);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = at === -1 && step === -1 ? 0 : at;
  focusPane(panes[(from + step + panes.length) % panes.length]);
}

/** Puts the focus into the filter of the pane that has the focus, or else of the first one in view. */
export function focusFilter(): void {
  // Behind what `openPane` does, so that it stays there when one key follows the other at once.
  requestAnimationFrame(focusFilterNow);
}

/** Where the work of a pane starts, once it is drawn. */
export function focusTab(id: string): void {
  requestAnimationFrame(() => focusPane(document.querySelector<HTMLElement>(`[data-pane="${CSS.escape(id)}"]`)));
}

function focusFilterNow(): void {
  const pane = document.activeElement?.closest('[data-pane]');
  const filters = [...document.querySelectorAll<HTMLElement>('[data-filter]')].filter((filter) =>
    filter.checkVisibility(),
  );
  const filter = filters.find((each) => pane?.contains(each)) ?? filters[0];
  filter?.focus();
}

/** From the top left; the document has panes in the order in which they were first opened. */
function asOneReads(one: HTMLElement, other: HTMLElement): number {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.top - b.top || a.left - b.left;
}

function focusPane(pane: HTMLElement | null | undefined): void {
  if (!pane) return;
  const start = pane.querySelector<HTMLElement>('[data-focus-first]:not(:disabled)') ?? pane;
  start.focus();
}
