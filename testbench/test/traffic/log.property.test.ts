import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TrafficLog } from '../../traffic/log.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { readPacketOf as readPacket, readRows } from './support.ts';

const part = fc.uint8Array({ maxLength: 3_000 });
const any = fc
  .record({ type: fc.nat(255), flags: fc.nat(63), seqno: fc.nat(), url: fc.webPath(), param: part, data: part })
  .map(packet);
const small = fc.record({ seqno: fc.nat(), url: fc.webPath(), param: fc.uint8Array({ maxLength: 50 }) }).map(packet);
const step = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({ bytes: any, sent: fc.boolean(), connection: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      // What came with one read, and what was sent before the next of it was told.
      read: fc.array(fc.record({ bytes: fc.oneof(any, small), answer: fc.option(small) }), { maxLength: 40 }),
      connection: fc.integer({ min: 1, max: 5 }),
      together: fc.boolean(),
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
          const connection = connections[action.connection] as (typeof connections)[number];
          const keep = (each: Uint8Array) => {
            model.push({ bytes: Buffer.from(each), label: connection.label, time });
            return Buffer.from(each);
          };
          const send = (each: Uint8Array) => {
            const sent = keep(each);
            tell(log, sent, true, false, connection, time);
            sent.fill(0xee);
          };
          if ('odd' in action) log.odd(keep(action.odd), 'BAD_MAGIC', false, connection, time, false);
          else if ('bytes' in action && action.sent) send(action.bytes);
          else {
            const read = 'read' in action ? action.read : [{ bytes: action.bytes, answer: null }];
            const isTogether = 'together' in action && action.together;
            const source = Buffer.concat(read.map((each) => each.bytes));
            let start = 0;
            let end = 0;
            for (const [at, { bytes: each, answer }] of read.entries()) {
              end += keep(each).length;
              if (isTogether && !answer && at < read.length - 1) continue;
              if (isTogether) log.receivedTogether(source, start, end, connection, time);
              else log.packet(source, start, end, false, false, connection, time);
              // Who got it may write to it.
              source.fill(0xee, start, end);
              if (answer) send(answer);
              start = end;
            }
          }
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
