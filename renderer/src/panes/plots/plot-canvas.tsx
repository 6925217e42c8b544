import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Plot } from '../../../../testbench/contract.ts';
import { clock } from '../../format/time.ts';
import { type Translate, useT } from '../../i18n.ts';
import { labelsOf } from '../../plots/labels.ts';
import { shortValue } from '../../plots/numbers.ts';
import { hasRight } from '../../plots/picture.ts';
import { plotReader } from '../../plots/reader.ts';
import { partOf } from '../../plots/spans.ts';
import { useDevices } from '../../state/devices.ts';
import { backToLive, setRange, shownSpan, showSpan, usePlotViews } from '../../state/plot-views.ts';
import { ActionContextMenu, type ActionGroup } from '../../ui/menu.tsx';
import { setCursor } from './cursor.ts';
import { onPlotKey } from './keys.ts';
import { fractionOf, usePicture } from './use-picture.ts';
import { useSurface } from './use-surface.ts';

/** The lines, and what one does with the pointer and the keyboard over them. */
export function PlotCanvas({ plot, title, groups }: { plot: Plot; title: string; groups: ActionGroup[] }) {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLSpanElement>(null);
  /** Where the pointer is, also while the lines move under it. */
  const pointed = useRef<number | null>(null);
  const picture = usePicture(plot, {
    host,
    surface,
    onPaint: ({ from, to }) => {
      if (pointed.current !== null) setCursor(plot.id, from + (to - from) * pointed.current);
      placeCursor(line.current, plot.id);
    },
  });
  const { shade, handlers } = useSurface(surface, {
    onHover: (fraction) => {
      pointed.current = fraction;
      const { from, to } = shownSpan(plot.id);
      setCursor(plot.id, fraction === null ? null : from + (to - from) * fraction);
    },
    onZoomTime: (one, other) => showSpan(plot.id, partOf(shownSpan(plot.id), one, other)),
    onZoomAxis: (axis, one, other) => {
      const range = picture.current?.rangeOf(axis);
      if (!range) return;
      const valueAt = (fraction: number) => range.max - (range.max - range.min) * fraction;
      const [a, b] = [valueAt(one), valueAt(other)];
      setRange(plot.id, axis, { min: Math.min(a, b), max: Math.max(a, b) });
    },
    plotId: plot.id,
    hasRight: hasRight(plot),
  });
  useEffect(
    () =>
      usePlotViews.subscribe((now, before) => {
        if (now.cursor !== before.cursor) placeCursor(line.current, plot.id);
      }),
    [plot.id],
  );
  const reading = useReading(plot, t);
  return (
    <div ref={host} className="plot-canvas">
      <ActionContextMenu
        groups={groups}
        trigger={
          <div
            ref={surface}
            className="plot-surface"
            data-right={hasRight(plot) || undefined}
            role="slider"
            aria-label={t('plots.surface', { name: title })}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={reading.at}
            aria-valuetext={reading.text}
            tabIndex={0}
            {...handlers}
            onDoubleClick={() => backToLive(plot.id)}
            onKeyDown={(event: KeyboardEvent) => {
              pointed.current = null;
              onPlotKey(event, plot.id);
            }}
            onBlur={() => setCursor(plot.id, null)}
          />
        }
      >
        {shade && <Shade {...shade} />}
        <span ref={line} className="plot-cursor" hidden>
          <span className="plot-cursor-time" />
        </span>
      </ActionContextMenu>
    </div>
  );
}

function Shade({ axis, start, end }: { axis: 'time' | 'left' | 'right'; start: number; end: number }) {
  const [low, high] = [Math.min(start, end) * 100, Math.max(start, end) * 100];
  const place =
    axis === 'time'
      ? { insetBlock: 0, insetInlineStart: `${low}%`, inlineSize: `${high - low}%` }
      : { insetInline: 0, insetBlockStart: `${low}%`, blockSize: `${high - low}%` };
  return <span className="plot-shade" style={place} />;
}

/** What is at the cursor, for who cannot see it. */
function useReading(plot: Plot, t: Translate): { at: number; text: string } {
  const cursor = usePlotViews((views) => views.cursor);
  const readings = usePlotViews((views) => views.readings);
  const devices = useDevices((state) => state.devices);
  if (!cursor) return { at: 100, text: t('plots.noCursor') };
  const labelOf = labelsOf(plot.series, devices);
  const values = plot.series.flatMap((series) => {
    const value = readings.get(series.id);
    return value === undefined ? [] : [`${labelOf(series).text} ${shortValue(value)}`];
  });
  return {
    at: Math.round(Math.max(0, Math.min(1, fractionOf(plot.id, cursor.time))) * 100),
    text: [clock(cursor.time).slice(0, 12), ...values].join(', '),
  };
}

/** One line at the same time in all plots. */
function placeCursor(line: HTMLElement | null, plotId: string): void {
  if (!line) return;
  const { cursor } = usePlotViews.getState();
  const fraction = cursor ? fractionOf(plotId, cursor.time) : -1;
  line.hidden = fraction < 0 || fraction > 1;
  if (line.hidden || !cursor) return;
  line.style.insetInlineStart = `${fraction * 100}%`;
  if (line.firstChild) line.firstChild.textContent = clock(cursor.time).slice(0, 12);
}

/** Kept here so that the reader is not part of what the cursor knows. */
usePlotViews.subscribe((now, before) => {
  if (now.cursor !== before.cursor) plotReader.readCursor();
});
