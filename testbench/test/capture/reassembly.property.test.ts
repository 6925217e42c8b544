import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packet } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';
import { CLIENT, frame, pcapFile, SERVER } from './network.ts';

const body = fc.record({
  seqno: fc.nat(),
  url: fc.webPath().map((url) => `/${url}`),
  data: fc.uint8Array({ maxLength: 4_000 }),
});
/** Where the stream is cut into segments, how far each comes too late, and whether it comes twice. */
const cuts = fc.array(fc.record({ length: fc.integer({ min: 1, max: 1_448 }), late: fc.nat(6), twice: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});

it('packets are those that were sent, whatever way the network brings their segments', async () => {
  const file = path.join(tempFolder(), 'a');
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 15 }), cuts, fc.nat(0xffff_ffff), async (bodies, lengths, start) => {
      const sent = [packet({ type: 0, flags: 1 }), ...bodies.map((each) => packet({ ...each, type: 4 }))];
      const stream = Buffer.concat(sent);
      const seqAt = (at: number) => (start + 1 + at) >>> 0;
      const segments: { order: number; bytes: Buffer }[] = [];
      for (let at = 0, n = 0; at < stream.length; n++) {
        const { length, late, twice } = lengths[n % lengths.length] as (typeof lengths)[number];
        const payload = stream.subarray(at, at + length);
        const bytes = frame(CLIENT, SERVER, true, { seq: seqAt(at), ack: 1, flags: 0x10 }, payload);
        segments.push({ order: n + late, bytes });
        if (twice) segments.push({ order: n + late + 3, bytes });
        at += length;
      }
      const syn = frame(CLIENT, SERVER, true, { seq: start, ack: 1, flags: 0x12 }, Buffer.alloc(0));
      const frames = [syn, ...segments.toSorted((one, other) => one.order - other.order).map(({ bytes }) => bytes)];
      writeFileSync(file, pcapFile(frames.map((bytes, at) => ({ time: 1_000 + at, bytes }))));
      const { packets, warnings } = await readAll(file);
      const found = packets.map(({ content }) =>
        'bytes' in content ? Buffer.from(content.bytes).toString('hex') : '',
      );
      expect(found).toEqual(sent.map((each) => each.toString('hex')));
      expect(packets.every(({ content }) => content.kind === 'PACKET' && content.odd === null && !content.sent)).toBe(
        true,
      );
      expect(warnings).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
