import type { KeyboardEvent } from 'react';
import { backToLive, pan, shownSpan, showSpan, togglePause, usePlotViews, zoom } from '../../state/plot-views.ts';
import { usePlots } from '../../state/plots.ts';
import { moveCursor, setCursor } from './cursor.ts';
import { fractionOf } from './use-picture.ts';

const STEP = 0.01;
const PAN = 0.1;
const ZOOM = 0.5;

/**
 * Arrows lead the cursor, with Shift they move the span, + and - zoom around the cursor, Home shows the oldest, End the
 * newest, Space pauses, Esc leads back to the newest.
 */
export function onPlotKey(event: KeyboardEvent, plotId: string): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionOf(event, plotId);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf({ key, shiftKey }: KeyboardEvent, plotId: string): (() => void) | undefined {
  const actions: Record<string, () => void> = {
    ArrowLeft: () => (shiftKey ? pan(plotId, -PAN) : moveCursor(plotId, -STEP)),
    ArrowRight: () => (shiftKey ? pan(plotId, PAN) : moveCursor(plotId, STEP)),
    PageUp: () => pan(plotId, -1),
    PageDown: () => pan(plotId, 1),
    '+': () => zoom(plotId, ZOOM, around(plotId)),
    '=': () => zoom(plotId, ZOOM, around(plotId)),
    '-': () => zoom(plotId, 1 / ZOOM, around(plotId)),
    Home: () => toOldest(plotId),
    End: () => backToLive(plotId),
    ' ': togglePause,
    Escape: () => {
      setCursor(plotId, null);
      backToLive(plotId);
    },
  };
  return actions[key];
}

function around(plotId: string): number {
  const { cursor } = usePlotViews.getState();
  if (!cursor) return 0.5;
  return Math.max(0, Math.min(1, fractionOf(plotId, cursor.time)));
}

function toOldest(plotId: string): void {
  const { oldest } = usePlots.getState().data;
  if (oldest === null) return;
  const { from, to } = shownSpan(plotId);
  showSpan(plotId, { from: oldest, to: oldest + (to - from) });
}
