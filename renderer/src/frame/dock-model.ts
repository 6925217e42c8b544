import { Actions, type IJsonModel, Model, type TabNode } from 'flexlayout-react';
import { useLayout } from '../state/layout.ts';

export const paneIds = [
  'devices',
  'subscriptions',
  'rpc',
  'datagrams',
  'streams',
  'plots',
  'traffic',
  'inspector',
] as const;
export type PaneId = (typeof paneIds)[number];

const tab = (id: PaneId) => ({
  type: 'tab',
  id,
  name: `pane.${id}`,
  component: id,
  minWidth: id === 'inspector' ? 264 : 320,
});

/** The arrangement that ships: what one does on top, what goes over the wire below, what is selected on the right. */
export const shippedLayout: IJsonModel = {
  global: {
    tabEnableClose: false,
    tabEnableRename: false,
    tabSetEnableMaximize: true,
    tabSetMinHeight: 90,
    tabEnableScrollbars: false,
  },
  layout: {
    type: 'row',
    weight: 100,
    children: [
      {
        type: 'row',
        weight: 74,
        children: [
          { type: 'tabset', weight: 52, active: true, children: paneIds.slice(0, -2).map(tab) },
          { type: 'tabset', weight: 48, children: [tab('traffic')] },
        ],
      },
      { type: 'tabset', weight: 26, children: [tab('inspector')] },
    ],
  },
};

/** The arrangement as it was left, or the one that ships where that cannot be read or lacks a pane. */
export function loadModel(saved: IJsonModel | null): Model {
  if (saved) {
    try {
      const model = Model.fromJson(saved);
      if (paneIds.every((id) => model.getNodeById(id))) return model;
    } catch (error) {
      console.warn('the kept layout cannot be read', error);
    }
  }
  return Model.fromJson(shippedLayout);
}

/** Brings a pane to the front and puts the focus where its work starts. */
export function openPane(model: Model, id: PaneId): void {
  const node = model.getNodeById(id) as TabNode | undefined;
  if (node && !node.isSelected()) model.doAction(Actions.selectTab(id));
  requestAnimationFrame(() => focusPane(document.querySelector<HTMLElement>(`[data-pane="${id}"]`)));
}

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

export const keepLayout = (model: Model): void => useLayout.getState().setLayout(model.toJson());
