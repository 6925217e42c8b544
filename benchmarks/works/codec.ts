import { start } from '../process.ts';
import { compare, type Result } from '../result.ts';

const GOAL = 3_000_000;

export async function* codec(): AsyncGenerator<Result> {
  for (const direction of ['encode', 'decode'] as const) {
    yield await compare(
      { work: `${direction} in memory, 88-byte packets`, unit: 'packets/s', referenceName: 'goal', target: 1 },
      () => measure(direction),
      async () => GOAL,
    );
  }
}

async function measure(direction: 'encode' | 'decode'): Promise<number> {
  const peer = await start('codec', { direction });
  await peer.stop();
  return peer.said('rate');
}
