import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReceivedDatagrams } from '../../../../../testbench/contract.ts';
import { bench, value } from '../../../bench.ts';
import { hearUrls } from '../../../datagrams/heard-urls.ts';
import { Matches } from '../../../datagrams/matches.ts';
import { RowReader } from '../../../datagrams/row-reader.ts';
import { clampTop, lastTop, ROW_HEIGHT, rowsInView, type Span } from '../../../traffic/viewport.ts';

/** Rows read above and below those in view. */
const MARGIN = 24;

interface ListOptions {
  deviceId: string;
  stats: ReceivedDatagrams | undefined;
  /** Only those whose url or param has it. */
  text: string;
  paused: boolean;
  /** Of the rows, px. */
  height: number;
}

/** Where a list of datagrams stands: positions are indexes, or where it is narrowed by a text, places among the matches. */
export function useDatagramList({ deviceId, stats, text, paused, height }: ListOptions) {
  const [top, setTop] = useState(0);
  const [following, setFollowing] = useState(true);
  /** One past the last position when it was paused. */
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  // What was cleared has come back: what was not there is looked for again.
  const [start, setStart] = useState({ first: stats?.first ?? 0, turn: 0 });
  if (stats && stats.first !== start.first) {
    setStart({ first: stats.first, turn: stats.first < start.first ? start.turn + 1 : start.turn });
  }
  const reader = useReader(deviceId, start.turn);
  const matches = useMatches(deviceId, text, stats, start.turn);
  useSyncExternalStore(reader.subscribe, reader.version);
  const first = matches?.first ?? stats?.first ?? 0;
  const newest = matches?.end ?? stats?.end ?? 0;
  // Another text is looked at from its end.
  const [shownText, setShownText] = useState(text);
  if (text !== shownText) {
    setShownText(text);
    setFollowing(true);
    setPausedAt(paused ? newest : null);
  } else if (paused !== (pausedAt !== null)) {
    setPausedAt(paused ? newest : null);
  }
  const live = following && pausedAt === null;
  const indexAt = (position: number) => matches?.indexAt(position) ?? position;

  // A list that follows shows no rows that are still on their way: it ends where the last ones were read, and then goes
  // to where the newest is by then.
  const [goal, setGoal] = useState(newest);
  const [readEnd, setReadEnd] = useState(newest);
  const tail = indexesOf(Math.max(first, goal - Math.ceil(height / ROW_HEIGHT) - 1), goal, indexAt);
  const isRead = goal >= first && goal <= newest && reader.has(tail);
  if (isRead && readEnd !== goal) setReadEnd(goal);
  if ((isRead || goal < first || goal > newest) && goal !== newest) setGoal(newest);
  const end = pausedAt ?? (live ? Math.min(newest, Math.max(first, readEnd)) : newest);
  const span: Span = { first: Math.min(first, end), end, height };
  const shownTop = following ? lastTop(span) : clampTop(span, top);
  const view = rowsInView(span, shownTop);

  useEffect(() => {
    const inView = indexesOf(Math.max(span.first, view.from - MARGIN), Math.min(end, view.to + MARGIN), indexAt);
    reader.want(live ? [...new Set([...inView, ...tail])] : inView);
  });
  return {
    span,
    top: shownTop,
    view,
    following,
    /** Datagrams that the list does not show. */
    waiting: pausedAt !== null ? newest - pausedAt : following ? 0 : newest - view.to,
    /** Part of what is held that was looked at for the text. */
    searching: matches !== null && matches.upTo < (stats?.end ?? 0),
    indexAt,
    positionOf: (index: number) => matches?.positionOf(index) ?? index,
    row: (position: number) => reader.row(indexAt(position)),
    follow: () => setFollowing(true),
    scrollTo: (next: number) => {
      setTop(clampTop(span, next));
      setFollowing(false);
    },
  };
}

export type DatagramList = ReturnType<typeof useDatagramList>;

function useReader(deviceId: string, turn: number): RowReader {
  return useMemo(
    () =>
      new RowReader(async (indexes) => {
        const rows = await value(bench().datagramRows({ id: deviceId, indexes }));
        hearUrls(deviceId, rows);
        return rows;
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- each turn reads anew
    [deviceId, turn],
  );
}

function useMatches(
  deviceId: string,
  text: string,
  stats: ReceivedDatagrams | undefined,
  turn: number,
): Matches | null {
  const matches = useMemo(
    () => (text === '' ? null : new Matches((from) => value(bench().findDatagrams({ id: deviceId, text, from })))),
    // oxlint-disable-next-line react/exhaustive-deps -- each turn searches anew
    [deviceId, text, turn],
  );
  useEffect(() => () => matches?.close(), [matches]);
  useEffect(() => matches?.follow(stats?.first ?? 0, stats?.end ?? 0), [matches, stats]);
  useSyncExternalStore(matches?.subscribe ?? neverChanges, matches?.version ?? noVersion);
  return matches;
}

const neverChanges = () => () => undefined;
const noVersion = () => 0;

function indexesOf(from: number, to: number, indexAt: (position: number) => number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => indexAt(from + at)).filter((index) => index >= 0);
}
