import type { Message } from '@vsoa-testbench/core';
import { readPath } from '../testbench/traffic/filter/path.ts';
import { UsageError } from './exit.ts';
import { printable } from './output.ts';
import { parseParam } from './param-of.ts';

const BLOCKS = ' ▁▂▃▄▅▆▇█';
/** Drawn so often, ms. */
const PERIOD = 100;
/** Where there is no terminal a line of numbers comes so often, ms. */
const PLAIN_PERIOD = 1_000;
const LABEL = 34;

interface Series {
  values: number[];
  last: number;
  min: number;
  max: number;
  count: number;
}

/** A number of the params of messages as a live line: one for each url. */
export class Plot {
  readonly #steps: readonly (string | number)[];
  readonly #screen: NodeJS.WriteStream;
  readonly #series = new Map<string, Series>();
  readonly #timer: NodeJS.Timeout;
  #lines = 0;
  #isClosed = false;

  /** Throws `UsageError` where `field` is no path such as `speed` or `wheels[0].rpm`. */
  constructor(field: string, screen: NodeJS.WriteStream) {
    const steps = field === '.' ? [] : readPath(/^[.[]/.test(field) ? field : `.${field}`);
    if (steps === undefined)
      throw new UsageError(`--plot expects a field such as speed or wheels[0].rpm, not ${field}`);
    this.#steps = steps;
    this.#screen = screen;
    this.#timer = setInterval(() => this.#draw(), screen.isTTY ? PERIOD : PLAIN_PERIOD);
  }

  /** Always true: what is not drawn is not lost. */
  take({ url, paramBytes }: Message): boolean {
    const value = this.#read(paramBytes);
    if (typeof value !== 'number' && typeof value !== 'boolean') return true;
    const number = Number(value);
    let series = this.#series.get(url);
    if (series === undefined) {
      // As many as can be looked at.
      if (this.#series.size >= 20) return true;
      series = { values: [], last: number, min: number, max: number, count: 0 };
      this.#series.set(url, series);
    }
    series.last = number;
    series.count += 1;
    series.min = Math.min(series.min, number);
    series.max = Math.max(series.max, number);
    return true;
  }

  /** Draws the last state, once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#draw();
  }

  #read(bytes: Buffer): unknown {
    let value: unknown = parseParam(bytes);
    for (const step of this.#steps) {
      if (value === null || typeof value !== 'object') return undefined;
      value = (value as Record<string | number, unknown>)[step];
    }
    return value;
  }

  #draw(): void {
    if (this.#series.size === 0) return;
    const width = Math.max(10, (this.#screen.columns ?? 80) - LABEL - 14);
    const lines = [...this.#series].map(([url, series]) => lineOf(url, series, width));
    if (this.#screen.isTTY && this.#lines > 0) this.#screen.write(`\u001b[${this.#lines}A`);
    const clear = this.#screen.isTTY ? '\u001b[K' : '';
    this.#screen.write(lines.map((line) => `${clear}${line}\n`).join(''));
    this.#lines = lines.length;
  }
}

function lineOf(url: string, series: Series, width: number): string {
  series.values.push(series.last);
  if (series.values.length > width) series.values.splice(0, series.values.length - width);
  const low = Math.min(...series.values);
  const span = Math.max(...series.values) - low;
  const graph = series.values
    .map((value) => BLOCKS[span === 0 ? 4 : 1 + Math.round(((value - low) / span) * 7)])
    .join('');
  const name = printable(url);
  const label = name.length > LABEL - 2 ? `…${name.slice(-(LABEL - 3))}` : name;
  return `${label.padEnd(LABEL)}${shown(series.last).padStart(12)} ${graph}`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(6);
}
