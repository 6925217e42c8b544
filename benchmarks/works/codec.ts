import type { Rates } from '../meter.ts';
import { start } from '../process.ts';
import { compare, type Result } from '../result.ts';

const GOAL = 3_000_000;

export async function* codec(): AsyncGenerator<Result> {
  for (const direction of ['encode', 'decode'] as const) {
    yield await compare(
      { work: `${direction} in memory, 88-byte packets`, unit: 'packets/s', referenceName: 'goal', target: 1 },
      () => measure(direction),
      async () => ({ rate: GOAL }),
    );
  }
}

async function measure(direction: 'encode' | 'decode'): Promise<Rates> {
  const peer = await start('codec', { direction });
  await peer.stop();
  return { rate: peer.said('rate') };
}
