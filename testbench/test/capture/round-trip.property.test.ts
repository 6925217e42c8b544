import path from 'node:path';
import type { Oddity, TapConnection } from '@vsoa-testbench/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket, TrafficContent } from '../../capture/types.ts';
import { ODDITIES } from '../../traffic/log.ts';
import { packet } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';

const port = fc.integer({ min: 0, max: 65_535 });
const address = fc.oneof(
  fc.tuple(fc.ipV4(), port).map(([host, at]) => `${host}:${at}`),
  fc.tuple(fc.ipV6(), port).map(([host, at]) => `[${host}]:${at}`),
  fc.constantFrom('', '[fe80::1%eth0]:3000', '[::ffff:10.0.0.1]:80', '[::1]:54', 'nowhere', '127.0.0.1:3005'),
);
const connection = fc.record({
  role: fc.constantFrom('client', 'server'),
  local: address,
  remote: address,
  quickLocal: address,
  quickRemote: address,
  label: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('adas', 'a "quoted" \\ name', ' marked odd=BAD_MAGIC\n'),
  ),
});
const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.nat(255), flags: fc.nat(63), param: fc.string() }).map(packet) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(65_495, 65_496, 65_507, 262_144).map((length) => new Uint8Array(length).fill(7)),
  },
);
const core = ODDITIES.filter((odd): odd is Oddity => (odd as string) !== 'BAD_POSITION');
const content: fc.Arbitrary<TrafficContent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('PACKET' as const),
      bytes,
      sent: fc.boolean(),
      quick: fc.boolean(),
      odd: fc.option(fc.constantFrom(...core)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('STREAM_OPEN' as const), tunnelId: port }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('STREAM_CLOSE' as const),
      tunnelId: port,
      sentBytes: fc.nat(),
      receivedBytes: fc.nat(),
      error: fc.option(fc.constantFrom('TIMEOUT', 'a "b"'), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('POSITION' as const),
      bytes: fc.string().map((text) => Buffer.from(text)),
      sent: fc.boolean(),
      malformed: fc.boolean(),
    }),
  },
);
const step = fc.record({
  content,
  of: fc.nat(3),
  marked: fc.boolean(),
  // Times as they are, with the fractions that a number can hold today.
  time: fc.integer({ min: 0, max: 2 ** 51 }).map((ticks) => 1_700_000_000_000 + (ticks % 2 ** 40) / 4_096),
});

/** What a list shows of it; ids are compared by which packets share one. */
function shown({ time, connection: of, content: what, marked }: SavedPacket) {
  const quick = what.kind === 'POSITION' || (what.kind === 'PACKET' && what.quick);
  const ends = quick ? [of.quickLocal, of.quickRemote] : [of.local, of.remote];
  const rest = 'bytes' in what ? { ...what, bytes: Buffer.from(what.bytes).toString('hex') } : what;
  return { time, marked, label: of.label, role: of.role, ends, ...rest };
}

it('what is saved as pcapng is the same when it is opened again', async () => {
  const file = path.join(tempFolder(), 'a.pcapng');
  await fc.assert(
    fc.asyncProperty(fc.array(connection, { minLength: 4, maxLength: 4 }), fc.array(step), async (made, steps) => {
      const connections = made.map((each, id) => ({ ...each, id: id + 1 }));
      const packets: SavedPacket[] = steps.map(({ of, ...rest }, index) => ({
        ...rest,
        index,
        connection: connections[of] as TapConnection,
        pair: null,
      }));
      const saved = await saveCapture(file, packets, { format: 'pcapng' });
      expect(saved.packets).toBe(packets.length);
      const opened = await readAll(file);
      expect(opened.packets.map(shown)).toEqual(packets.map(shown));
      expect(opened.packets.map((each) => each.connection.id)).toEqual(packets.map((each) => each.connection.id));
      expect(opened.warnings).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
