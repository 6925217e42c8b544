import { type RefObject, useLayoutEffect } from 'react';
import { useList } from '../../../traffic/list.ts';
import { ROW_HEIGHT } from '../../../traffic/viewport.ts';
import { useSize } from '../../../ui/use-size.ts';
import { Newer } from './newer.tsx';
import { NoRows } from './no-rows.tsx';
import { HEADER_HEIGHT, TrafficGrid } from './traffic-grid.tsx';
import { useListView } from './use-list-view.ts';

interface TrafficListProps {
  scroller: RefObject<HTMLDivElement | null>;
  onConnect: () => void;
}

/** The part of the pane that is drawn anew with every batch of packets. */
export function TrafficList({ scroller, onConnect }: TrafficListProps) {
  const { height } = useSize(scroller);
  useLayoutEffect(() => useList.setState({ height: wholeRows(height - HEADER_HEIGHT) }), [height]);
  const list = useListView(scroller);
  return (
    <TrafficGrid scroller={scroller} list={list} height={height}>
      {list.span.end === list.span.first && <NoRows onConnect={onConnect} />}
      <Newer waiting={list.waiting} />
    </TrafficGrid>
  );
}

/** A list that follows the newest stands on whole rows, none cut at the top. */
const wholeRows = (height: number): number => Math.max(0, Math.floor(height / ROW_HEIGHT) * ROW_HEIGHT);
