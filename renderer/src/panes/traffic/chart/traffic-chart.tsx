import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { TrafficChart as Chart } from '../../../../../testbench/contract.ts';
import { count, rate } from '../../../format/quantity.ts';
import { clock, shortClock } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { type ChartSpan, useTrafficSettings } from '../../../state/traffic-settings.ts';
import { barOf, bucketAt, timeAt } from '../../../traffic/chart.ts';
import { showTraffic } from '../../../traffic/show.ts';
import { Select } from '../../../ui/select.tsx';
import { useSize } from '../../../ui/use-size.ts';
import { draw } from './draw.ts';
import { useChart } from './use-chart.ts';

/** A part of the chart, from 0 to 1; where it begins is where the pointer or the keyboard began. */
interface Part {
  /** Stands still while one chooses on it. */
  chart: Chart;
  start: number;
  end: number;
}

/** Less than this is a click, px. */
const DRAG = 4;

/** Packets over time. A span that is drawn over it narrows the list to it; a double click shows all again. */
export function TrafficChart() {
  const t = useT();
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const newest = useChart(width);
  const [part, setPart] = useState<Part | null>(null);
  const chart = part?.chart ?? newest;
  const [at, setAt] = useState<number | null>(null);
  const narrow = (chosen: Part | null) => {
    setPart(null);
    if (!chosen || Math.abs(chosen.end - chosen.start) * width < DRAG) return;
    const [from, to] = [timeAt(chosen.chart, chosen.start), timeAt(chosen.chart, chosen.end)].toSorted((a, b) => a - b);
    if (from !== undefined && to !== undefined) void showTraffic({ from, to });
  };
  return (
    <div className="chart">
      <div
        ref={plot}
        className="chart-plot"
        role="slider"
        aria-label={t('chart.label')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((at ?? 1) * 100)}
        aria-valuetext={chart ? barText(chart, at ?? 1, t) : ''}
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0 || !chart) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setPart({ chart, start: partAt(event), end: partAt(event) });
        }}
        onPointerMove={(event) => {
          setAt(partAt(event));
          if (part) setPart({ ...part, end: partAt(event) });
        }}
        onPointerUp={() => narrow(part)}
        onPointerLeave={() => part || setAt(null)}
        onDoubleClick={() => void showTraffic({ from: null, to: null })}
        onKeyDown={(event) => onKey(event, { chart, at, part, setAt, setPart, narrow })}
        onBlur={() => {
          setAt(null);
          setPart(null);
        }}
      >
        <Plot chart={chart} />
        {part && <Shade part={part} />}
        {chart && at !== null && <Reading chart={chart} at={at} />}
        {chart && <Axis chart={chart} />}
      </div>
      <ChartScope />
    </div>
  );
}

function partAt(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - left) / width));
}

/** How far back the chart of live traffic reaches. */
function ChartScope() {
  const t = useT();
  const live = useView((view) => view.source === 'live' && view.from === null && view.to === null);
  const chartSpan = useTrafficSettings((settings) => settings.chartSpan);
  const spans: ChartSpan[] = ['minute', 'tenMinutes', 'all'];
  return (
    <Select
      label={t('chart.span')}
      value={live ? chartSpan : 'all'}
      disabled={!live}
      options={spans.map((value) => ({ value, label: t(`chart.span.${value}`) }))}
      onChange={(value) => useTrafficSettings.setState({ chartSpan: value })}
    />
  );
}

function Plot({ chart }: { chart: Chart | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element || !chart) return undefined;
    draw(element, chart);
    // Its colours are those of the theme.
    const themed = new MutationObserver(() => draw(element, chart));
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => themed.disconnect();
  }, [chart]);
  return <canvas ref={canvas} className="chart-canvas" aria-hidden />;
}

function Shade({ part: { start, end } }: { part: Part }) {
  const left = Math.min(start, end);
  return (
    <span
      className="chart-shade"
      style={{ insetInlineStart: `${left * 100}%`, inlineSize: `${Math.abs(end - start) * 100}%` }}
    />
  );
}

/** What was when, where the pointer or the keyboard is. */
function Reading({ chart, at }: { chart: Chart; at: number }) {
  const t = useT();
  const side = at > 0.5 ? 'left' : 'right';
  return (
    <>
      <span className="chart-cursor" style={{ insetInlineStart: `${at * 100}%` }} />
      <span className="chart-reading" data-side={side} style={{ insetInlineStart: `${at * 100}%` }}>
        {barText(chart, at, t)}
      </span>
    </>
  );
}

function Axis({ chart }: { chart: Chart }) {
  const length = chart.bucketMs * chart.packets.length;
  const highest = Math.max(0, ...chart.packets);
  return (
    <>
      <span className="chart-highest">{rate((highest / chart.bucketMs) * 1_000)}</span>
      <span className="chart-from mono">{shortClock(chart.from, length)}</span>
      <span className="chart-to mono">{shortClock(chart.from + length, length)}</span>
    </>
  );
}

function barText(chart: Chart, at: number, t: ReturnType<typeof useT>): string {
  const { from, packets, matching, failed } = barOf(chart, bucketAt(chart, at));
  return t('chart.reading', {
    time: clock(from).slice(0, 12),
    packets: count(packets),
    matching: count(matching),
    failed: count(failed),
  });
}

interface KeyState {
  chart: Chart | null;
  at: number | null;
  part: Part | null;
  setAt: (at: number | null) => void;
  setPart: (part: Part | null) => void;
  narrow: (part: Part | null) => void;
}

/** Arrows lead along the bars, with Shift they choose a span, Enter narrows the list to it, Esc shows all again. */
function onKey(event: KeyboardEvent, { chart, at, part, setAt, setPart, narrow }: KeyState): void {
  if (!chart || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 1 / Math.max(1, chart.packets.length);
  const from = at ?? 1;
  const moves: Record<string, number> = {
    ArrowLeft: from - step,
    ArrowRight: from + step,
    PageUp: from - 10 * step,
    PageDown: from + 10 * step,
    Home: 0,
    End: 1,
  };
  const to = moves[event.key];
  if (to !== undefined) {
    const next = Math.max(0, Math.min(1, to));
    setAt(next);
    setPart(event.shiftKey ? { chart, start: part?.start ?? from, end: next } : null);
  } else if (event.key === 'Enter' && part) narrow(part);
  else if (event.key === 'Escape' && part) setPart(null);
  else if (event.key === 'Escape') void showTraffic({ from: null, to: null });
  else return;
  event.preventDefault();
}
