import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TrafficLog } from '../../traffic/log.ts';
import { packet, tapConnection } from '../packets.ts';
import { readPacketOf as readPacket, readRows } from './support.ts';

const part = fc.uint8Array({ maxLength: 3_000 });
const step = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      bytes: fc
        .record({ type: fc.nat(255), flags: fc.nat(63), seqno: fc.nat(), url: fc.webPath(), param: part, data: part })
        .map(packet),
      sent: fc.boolean(),
      connection: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 10, arbitrary: fc.record({ odd: fc.uint8Array({ maxLength: 9_000 }), connection: fc.constant(6) }) },
  { weight: 2, arbitrary: fc.record({ cap: fc.integer({ min: 0, max: 100_000 }) }) },
  { weight: 2, arbitrary: fc.constantFrom('clear' as const, 'restore' as const) },
);

it('holds the newest packets, byte for byte, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const connections = Array.from({ length: 7 }, (_, id) => tapConnection(id));
      const log = new TrafficLog({ cap: 60_000 });
      const model: { bytes: Uint8Array; label: string; time: number }[] = [];
      let cleared = 0;
      const clearedBefore: number[] = [];
      for (const [time, action] of steps.entries()) {
        if (action === 'clear') {
          if (log.clear() > 0) clearedBefore.push(cleared);
          cleared = model.length;
        } else if (action === 'restore') {
          if (log.restore()) cleared = clearedBefore.pop() ?? -1;
        } else if ('cap' in action) log.cap = action.cap;
        else {
          const bytes = Buffer.from('odd' in action ? action.odd : action.bytes);
          const connection = connections[action.connection] as (typeof connections)[number];
          model.push({ bytes: Buffer.from(bytes), label: connection.label, time });
          if ('odd' in action) log.odd(bytes, 'BAD_MAGIC', false, connection, time, false);
          else log.packet(bytes, action.sent, false, connection, time);
          bytes.fill(0xee);
        }
        const { first, end, bytes, cap, evictedPackets, evictedBytes } = log.stats();
        expect(end).toBe(model.length);
        expect(bytes).toBeLessThanOrEqual(cap);
        expect(evictedPackets).toBe(first - cleared);
        const evicted = model.slice(cleared, first).reduce((sum, each) => sum + each.bytes.length, 0);
        expect(evictedBytes).toBe(evicted);
      }
      const held = readRows(log, log.first, log.end);
      expect(held.map((row) => [row.index, row.connection, row.time])).toEqual(
        model.slice(log.first).map(({ label, time }, at) => [log.first + at, label, time]),
      );
      for (let index = log.first; index < log.end; index++) {
        const { bytes, fields } = readPacket(log, index);
        expect(Buffer.compare(bytes, (model[index] as (typeof model)[number]).bytes)).toBe(0);
        expect(fields.reduce((end, field) => (field.offset === end ? end + field.length : -1), 0)).toBe(bytes.length);
      }
    }),
    { numRuns: 200 },
  );
});
