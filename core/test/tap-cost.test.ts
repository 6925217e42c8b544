import { beforeEach, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../src/index.ts';
import type * as View from '../src/packet/view.ts';
import { connectClient, MemoryTap, startServer } from './support.ts';

const counted = vi.hoisted(() => ({ views: 0, bytes: 0, times: 0 }));

vi.mock('../src/packet/view.ts', async (original) => {
  const view = await original<typeof View>();
  class CountedView extends view.PacketView {
    constructor(source: Buffer, offset: number) {
      super(source, offset);
      counted.views += 1;
    }

    override get bytes(): Buffer {
      counted.bytes += 1;
      return super.bytes;
    }
  }
  return { ...view, PacketView: CountedView };
});

const clock: Clock = {
  ...systemClock,
  time: () => {
    counted.times += 1;
    return systemClock.time();
  },
};
const CALLS = 100;
/** Request and reply of each call, and of the handshake. */
const PACKETS = CALLS * 2 + 2;

beforeEach(() => {
  Object.assign(counted, { views: 0, bytes: 0, times: 0 });
});

async function callOften(tap: MemoryTap | undefined): Promise<void> {
  const { server, url } = await startServer({ tap, clock });
  server.command('/echo', ({ paramBytes }) => ({ param: paramBytes }));
  const client = await connectClient(url, { tap, clock });
  await Promise.all(Array.from({ length: CALLS }, (_, param) => client.call('/echo', { param })));
}

test('without a tap nothing is done for it: no bytes are cut out, no time is asked', async () => {
  await callOften(undefined);
  expect(counted).toEqual({ views: PACKETS, bytes: 0, times: 0 });
});

test('with a tap each packet is still parsed once and no bytes are cut out; time is asked for what is sent, and once a read', async () => {
  const tap = new MemoryTap();
  await callOften(tap);
  expect(counted).toMatchObject({ views: PACKETS, bytes: 0 });
  expect(counted.times).toBeGreaterThanOrEqual(PACKETS);
  expect(counted.times).toBeLessThan(PACKETS * 1.2);
  expect(tap.packets).toHaveLength(PACKETS * 2);
});
