import { create } from 'zustand';
import type { TrafficView } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { announce } from '../state/announce.ts';
import { useFiles } from '../state/files.ts';
import { useSelection } from '../state/selection.ts';
import { useTraffic, useView } from '../state/traffic.ts';
import { rowCache } from './rows.ts';
import { clampTop, lastTop, ROW_HEIGHT, revealed, type Span } from './viewport.ts';

/** Positions in the view: where the range of chosen rows began, and where the keyboard is. */
interface Picked {
  anchor: number;
  cursor: number;
}

/** Where the list stands. The span it stands in is that of the view, which goes on without it. */
interface List {
  /** Of the rows, px. */
  height: number;
  /** Position at the top, with a fraction; of no meaning while the list follows. */
  top: number;
  following: boolean;
  /** Paused before the packet of this index; `position` is where that is in the view, null while it is asked. */
  paused: { index: number; position: number | null } | null;
  picked: Picked | null;
  /** The time that times are relative to, epoch ms; null: that of the oldest packet. */
  reference: number | null;
  /** Grows when marks are set or taken away. */
  marks: number;
}

export const useList = create<List>()(() => ({
  height: 0,
  top: 0,
  following: true,
  paused: null,
  picked: null,
  reference: null,
  marks: 0,
}));

/** What there is to scroll through: a list that follows ends where its rows are there, a paused one where it was paused. */
export function spanOf({ first, end }: TrafficView, { height, following, paused }: List): Span {
  const ready = following ? Math.min(end, Math.max(first, rowCache.readyEnd())) : end;
  const last = paused ? Math.min(end, paused.position ?? end) : ready;
  return { first: Math.min(first, last), end: last, height };
}

export const spanNow = (): Span => spanOf(useView.getState(), useList.getState());

export function topNow(): number {
  const { following, top } = useList.getState();
  return following ? lastTop(spanNow()) : clampTop(spanNow(), top);
}

export const follow = (): void => useList.setState({ following: true });

export const scrollTo = (top: number): void => useList.setState({ following: false, top });

export function togglePause(): void {
  const { paused } = useList.getState();
  const position = spanNow().end;
  useList.setState({ paused: paused ? null : { index: useTraffic.getState().end, position } });
}

/** Chooses the row at a position, or with `extend` all from where the range began, and brings it into view. */
export function pick(position: number, extend = false): void {
  const { picked } = useList.getState();
  hold({ anchor: extend && picked ? picked.anchor : position, cursor: position });
  scrollTo(revealed(spanNow(), topNow(), position));
  const { id, source } = useView.getState();
  const row = rowCache.row(position);
  if (row) useSelection.getState().select({ kind: 'packet', source, index: row.index });
  else void selectUnread(id, position);
}

/** The positions chosen, from and up to but not including. */
export function pickedRange(): { from: number; to: number } | null {
  const { picked } = useList.getState();
  if (!picked) return null;
  return { from: Math.min(picked.anchor, picked.cursor), to: Math.max(picked.anchor, picked.cursor) + 1 };
}

/** Shows a packet of the source of the view in the inspector, and where the view has it, in the list. */
export async function goTo(index: number): Promise<void> {
  const { source } = useView.getState();
  useSelection.getState().select({ kind: 'packet', source, index });
  const position = await placeOf(index);
  if (position === null) {
    announce('traffic.notInList', { index });
    return;
  }
  hold({ anchor: position, cursor: position });
  scrollTo(centred(position));
}

/** Stops where the list stands, with these rows chosen. */
const hold = (picked: Picked): void => useList.setState({ picked, top: topNow(), following: false });

/** For a view that replaces another: what was chosen is chosen again where it is there, and the list stands as near as can be. */
export async function standAgain(before: TrafficView, topIndex: number | undefined): Promise<void> {
  const view = useView.getState();
  const { paused, following } = useList.getState();
  const sameSource = before.source === view.source;
  rowCache.clear();
  useList.setState({
    picked: null,
    top: view.first,
    following: sameSource ? following : view.source === 'live',
    paused: paused && sameSource ? { ...paused, position: null } : null,
    reference: sameSource ? useList.getState().reference : null,
  });
  if (paused && sameSource) await stayPaused(view.id, paused.index);
  const { item } = useSelection.getState();
  const chosen = item?.kind === 'packet' && item.source === view.source ? item.index : undefined;
  const position = chosen === undefined ? null : await placeOf(chosen);
  if (useView.getState().id !== view.id) return;
  if (position !== null) {
    useList.setState({ picked: { anchor: position, cursor: position } });
    if (!useList.getState().following) scrollTo(centred(position));
  } else if (topIndex !== undefined && sameSource && !following) {
    const near = await positionOf(topIndex);
    if (near !== null && useView.getState().id === view.id) scrollTo(near);
  }
}

/** The position of a packet; null where the view does not have it. */
async function placeOf(index: number): Promise<number | null> {
  const view = useView.getState().id;
  const position = await positionOf(index);
  if (position === null) return null;
  const rows = await bench().trafficRows({ view, from: position, to: position + 1 });
  return rows.ok && rows.value[0]?.index === index ? position : null;
}

/** The position of a packet, or of the next one that the view has; null where the view was replaced meanwhile. */
async function positionOf(index: number): Promise<number | null> {
  const view = await scannedUpTo(index);
  if (view === null) return null;
  const position = await bench().trafficPosition({ view, index });
  return position.ok && useView.getState().id === view ? position.value : null;
}

async function stayPaused(view: number, index: number): Promise<void> {
  const position = await positionOf(index);
  const { paused } = useList.getState();
  if (paused && position !== null && useView.getState().id === view) useList.setState({ paused: { index, position } });
}

/** Resolves with the view once its filter has looked at the packet, or looks at none any more; with null where another one came. */
function scannedUpTo(index: number): Promise<number | null> {
  const { id } = useView.getState();
  const state = (view: TrafficView) => {
    if (view.id !== id) return null;
    return view.stopped || view.scanned >= Math.min(view.total, index - firstOf(view.source) + 1) ? id : undefined;
  };
  const now = state(useView.getState());
  if (now !== undefined) return Promise.resolve(now);
  return new Promise((resolve) => {
    const stop = useView.subscribe((view) => {
      const then = state(view);
      if (then === undefined) return;
      stop();
      resolve(then);
    });
  });
}

function firstOf(source: string): number {
  if (source === 'live') return useTraffic.getState().first;
  return useFiles.getState().captures.find(({ id }) => id === source)?.stats.first ?? 0;
}

async function selectUnread(view: number, position: number): Promise<void> {
  const rows = await bench().trafficRows({ view, from: position, to: position + 1 });
  const { id, source } = useView.getState();
  const row = rows.ok ? rows.value[0] : undefined;
  const stillThere = id === view && useList.getState().picked?.cursor === position;
  if (row && stillThere) useSelection.getState().select({ kind: 'packet', source, index: row.index });
}

/** The top at which a row is in the middle, or the one there is where the row is in view already. */
function centred(position: number): number {
  const span = spanNow();
  const top = topNow();
  const room = span.height / ROW_HEIGHT;
  if (position >= top && position + 1 <= top + room) return top;
  return clampTop(span, position - Math.floor(room / 2));
}
