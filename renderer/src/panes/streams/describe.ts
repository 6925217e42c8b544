import type { StreamFlow, Transfer } from '../../../../testbench/contract.ts';
import { age, bytes } from '../../format/quantity.ts';
import type { Translate } from '../../i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

type StateName = Transfer['state']['name'];

const tones: Record<StateName, Tone> = {
  asking: 'warning',
  linking: 'warning',
  running: 'stream',
  paused: 'warning',
  finishing: 'stream',
  deciding: 'warning',
  done: 'ok',
  failed: 'error',
  cancelled: 'muted',
  interrupted: 'muted',
};

export const toneOf = (transfer: Transfer): Tone => tones[transfer.state.name];

export const isActive = ({ state }: Transfer): boolean =>
  ['asking', 'linking', 'running', 'paused', 'finishing'].includes(state.name);

/** A call by its url, an attached stream by its port. */
export const titleOf = ({ source, tunnelId }: Transfer): string =>
  source.kind === 'call' ? source.url : `:${tunnelId ?? 0}`;

/** The direction that a bar in a row is about: the one that is sent, where something is. */
export const mainFlow = (transfer: Transfer): StreamFlow => (transfer.send ? transfer.sent : transfer.received);

/** From 0 to 1; null where it is not known how much there will be. */
export function partOf({ bytes: done, total }: StreamFlow): number | null {
  if (total === null) return null;
  return total === 0 ? 1 : Math.min(1, done / total);
}

/** ms; null where it cannot be told. */
export function leftOf({ bytes: done, total, rate: perSecond }: StreamFlow): number | null {
  if (total === null || perSecond <= 0 || done >= total) return null;
  return ((total - done) / perSecond) * 1_000;
}

export const bytesRate = (perSecond: number): string => `${bytes(perSecond)}/s`;

/** `12.3 MiB of 40.0 MiB · 3.21 MiB/s · 12 s left`, as far as it is known. */
export function progressText(flow: StreamFlow, state: StateName, t: Translate): string {
  const left = state === 'running' ? leftOf(flow) : null;
  const parts = [
    flow.total === null || flow.bytes === flow.total
      ? bytes(flow.bytes)
      : t('streams.of', { done: bytes(flow.bytes), total: bytes(flow.total) }),
    ...(flow.rate > 0 && state !== 'paused' ? [bytesRate(flow.rate)] : []),
    ...(left !== null ? [t('streams.left', { time: age(left) })] : []),
  ];
  return parts.join(' · ');
}
