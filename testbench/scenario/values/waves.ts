import type { JsonValue } from '@vsoa-testbench/core';
import type { GeneratorName, GeneratorOptions } from './generators.ts';
import type { Moment } from './types.ts';

const DECIMALS = 6;
const TURN = 2 * Math.PI;

type Compute = (moment: Moment) => JsonValue | undefined;
/** Those that are made of their options alone. */
type Made = Exclude<GeneratorName, '$expr' | '$choice'>;

/** From options that were checked to what computes the values. */
export const waves: { [Name in Made]: (options: GeneratorOptions<Name>) => Compute } = {
  $sine: ({ min, max, decimals, ...wave }) => {
    const middle = (min + max) / 2;
    return ({ ms }) => rounded(middle + (max - middle) * Math.sin(TURN * partOf(ms, wave)), decimals);
  },
  $square: ({ min, max, duty = 0.5, decimals, ...wave }) => {
    return ({ ms }) => rounded(partOf(ms, wave) < duty ? max : min, decimals);
  },
  $ramp: ({ min, max, decimals, ...wave }) => {
    return ({ ms }) => rounded(min + (max - min) * partOf(ms, wave), decimals);
  },
  $noise: ({ mean, deviation, decimals }) => {
    return ({ random }) => rounded(mean + deviation * normal(random), decimals);
  },
  $walk: ({ min, max, step, start = (min + max) / 2, decimals }) => {
    let at: number | undefined;
    return ({ random }) => {
      const next = at === undefined ? start : at + (2 * random() - 1) * step;
      at = Math.min(max, Math.max(min, next));
      return rounded(at, decimals);
    };
  },
  $count: ({ from = 0, step = 1, modulo }) => {
    return ({ count }) => {
      const value = from + step * count;
      return rounded(modulo === undefined ? value : ((value % modulo) + modulo) % modulo, undefined);
    };
  },
  $state: (path) => {
    const keys = path.replaceAll(/\[(\d+)\]/gu, '.$1').split('.');
    return ({ state }) => {
      let value: JsonValue | undefined = state;
      for (const key of keys) {
        if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
        value = (value as { [key: string]: JsonValue })[key];
      }
      return value;
    };
  },
  $time: (what) => (moment) => {
    if (what === 'ms') return Math.round(moment.ms);
    const time = moment.time ?? Date.now();
    if (what === 'seconds') return rounded(time / 1_000, 3);
    return what === 'iso' ? new Date(time).toISOString() : Math.round(time);
  },
};

/** 0 up to 1. */
function partOf(ms: number, { period, phase = 0 }: { period: number; phase?: number | undefined }): number {
  const part = ms / period + phase;
  return part - Math.floor(part);
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(TURN * random());
}

function rounded(value: number, decimals: number = DECIMALS): number {
  const factor = 10 ** decimals;
  const scaled = value * factor;
  // Beyond it a number has no places after the point that could be rounded.
  if (!(Math.abs(scaled) < Number.MAX_SAFE_INTEGER)) return value;
  // Plus 0: JSON knows no -0.
  return Math.round(scaled) / factor + 0;
}
