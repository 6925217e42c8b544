import { shownSpan, usePlotViews } from '../../state/plot-views.ts';

/** Null: nowhere. */
export function setCursor(plotId: string, time: number | null): void {
  const { cursor } = usePlotViews.getState();
  if (time === null) {
    if (cursor?.plotId === plotId) usePlotViews.setState({ cursor: null });
  } else if (cursor?.time !== time || cursor.plotId !== plotId) usePlotViews.setState({ cursor: { plotId, time } });
}

/** By a part of what the plot shows, and not out of it. */
export function moveCursor(plotId: string, by: number): void {
  const { from, to } = shownSpan(plotId);
  const { cursor } = usePlotViews.getState();
  const time = (cursor?.time ?? to) + (to - from) * by;
  setCursor(plotId, Math.max(from, Math.min(to, time)));
}
