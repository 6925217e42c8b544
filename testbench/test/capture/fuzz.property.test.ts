import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNote } from '../../capture/note.ts';
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { BenchFailure } from '../../errors.ts';
import { packet, tapConnection } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';
import { CLIENT, frame, pcapFile, SERVER } from './network.ts';

/** Reads it, whatever it is, and checks that what comes out is not more than what went in. */
async function survive(file: string, bytes: Buffer): Promise<void> {
  writeFileSync(file, bytes);
  const { packets, warnings, code } = await readAll(file).then(
    (read) => ({ ...read, code: 'NONE' }),
    (error: unknown) => {
      if (!(error instanceof BenchFailure)) throw error;
      return { packets: [], warnings: [], code: error.code };
    },
  );
  expect(['NONE', 'NOT_A_CAPTURE']).toContain(code);
  expect(warnings.length).toBeLessThanOrEqual(100);
  const length = packets.reduce((sum, { content }) => sum + ('bytes' in content ? content.bytes.length : 0), 0);
  expect(length).toBeLessThanOrEqual(bytes.length);
}

/** Rejects where it did not hold once, with the seed and the smallest example. */
function holds(property: fc.IAsyncProperty<unknown>): Promise<void> {
  return fc.assert(property, { numRuns: 150 });
}

/** What damage does to a file. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), to: fc.nat(255) }),
  fc.record({
    kind: fc.constant('word' as const),
    at: fc.nat(),
    to: fc.constantFrom(0, 1, 12, 0x7fffffff, 0xffffffff, 0x0a0d0d0a),
  }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), bytes: fc.uint8Array({ maxLength: 50 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), length: fc.nat(200) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.nat(500) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
);

function damaged(whole: Buffer, steps: (typeof damage extends fc.Arbitrary<infer Step> ? Step : never)[]): Buffer {
  let bytes = Buffer.from(whole);
  for (const step of steps) {
    const at = bytes.length === 0 ? 0 : step.at % bytes.length;
    const head = bytes.subarray(0, at);
    const tail = bytes.subarray(at);
    if (step.kind === 'set' && tail.length > 0) tail[0] = step.to;
    if (step.kind === 'word' && tail.length >= 4) tail.writeUInt32LE(step.to);
    if (step.kind === 'insert') bytes = Buffer.concat([head, step.bytes, tail]);
    if (step.kind === 'remove') bytes = Buffer.concat([head, tail.subarray(step.length)]);
    if (step.kind === 'repeat') bytes = Buffer.concat([head, tail.subarray(0, step.length), tail]);
    if (step.kind === 'cut') bytes = Buffer.from(head);
  }
  return bytes;
}

/** A conversation with something of everything. */
function valid(): SavedPacket[] {
  const connection = {
    ...tapConnection(1, 'adas'),
    local: CLIENT,
    remote: SERVER,
    quickLocal: CLIENT,
    quickRemote: SERVER,
  };
  const bytes = [
    packet({ type: 0, param: '{}' }),
    packet({ url: '/a', data: Buffer.alloc(70_000) }),
    Buffer.from('rubbish'),
  ];
  return [false, true].flatMap((quick) =>
    bytes.map((each) => ({
      index: 0,
      time: 1_700_000_000_000,
      connection,
      content: { kind: 'PACKET', bytes: each, sent: true, quick, odd: null },
      marked: true,
      pair: null,
    })),
  );
}

describe('no file can', () => {
  it('stop its reading: random bytes behind a magic', async () => {
    const file = path.join(tempFolder(), 'a');
    const magic = fc.constantFrom('0a0d0d0a', '0a0d0d0a1c0000004d3c2b1a', 'd4c3b2a1', 'a1b2c3d4', '4d3cb2a1', '');
    const rest = fc.uint8Array({ maxLength: 3_000 });
    const check = fc.asyncProperty(magic, rest, (start, random) =>
      survive(file, Buffer.concat([Buffer.from(start, 'hex'), random])),
    );
    await expect(holds(check)).resolves.toBeUndefined();
  });

  it('stop its reading: damaged pcapng of ours', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.pcapng');
    await saveCapture(file, valid(), { format: 'pcapng' });
    const whole = readFileSync(file);
    const steps = fc.array(damage, { minLength: 1, maxLength: 8 });
    const check = fc.asyncProperty(steps, (some) => survive(path.join(folder, 'b'), damaged(whole, some)));
    await expect(holds(check)).resolves.toBeUndefined();
  });

  it('stop its reading: damaged pcap from a network', async () => {
    const file = path.join(tempFolder(), 'a');
    const frames = valid().flatMap(({ content }, seq) => {
      if (content.kind !== 'PACKET' || content.bytes.length > 60_000) return [];
      const tcp = content.quick ? undefined : { seq: seq * 24, ack: 1, flags: 0x10 };
      return [
        frame(CLIENT, SERVER, false, tcp, Buffer.from(content.bytes)),
        frame('[::1]:1', '[::1]:54', true, tcp, Buffer.from('{}')),
      ];
    });
    const whole = pcapFile(frames.map((bytes) => ({ time: 1_000, bytes })));
    const check = fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, 1, 101, 113, 276),
      (some, link) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt32LE(link, 20);
        return survive(file, damaged(bytes, some));
      },
    );
    await expect(holds(check)).resolves.toBeUndefined();
  });

  it('stop its reading: TCP segments that come as they like', async () => {
    const file = path.join(tempFolder(), 'a');
    const stream = Buffer.concat(
      Array.from({ length: 40 }, (_, n) => packet({ type: n % 6, url: `/${n}`, param: 'x'.repeat(n * 11) })),
    );
    const segment = fc.record({
      at: fc.nat(stream.length),
      length: fc.nat(3_000),
      back: fc.boolean(),
      ack: fc.nat(stream.length * 2),
      flags: fc.constantFrom(0x10, 0x10, 0x10, 0x02, 0x12, 0x11, 0x14),
      wrong: fc.boolean(),
      wait: fc.constantFrom(0, 1, 500, 100_000),
    });
    const check = fc.asyncProperty(
      fc.array(segment, { maxLength: 120 }),
      fc.constantFrom(0, 0xffff_f000),
      (segments, start) => {
        let time = 1_000;
        const frames = segments.map(({ at, length, back, ack, flags, wrong, wait }) => {
          const payload = Buffer.from(stream.subarray(at, at + length));
          if (wrong) payload.subarray(0, 30).fill(0x29);
          time += wait;
          return {
            time,
            bytes: frame(CLIENT, SERVER, back, { seq: (start + at) >>> 0, ack: (start + ack) >>> 0, flags }, payload),
          };
        });
        return survive(file, pcapFile(frames));
      },
    );
    await expect(holds(check)).resolves.toBeUndefined();
  });

  it('make a comment more than it is', () => {
    const words = fc.constantFrom(
      'vsoa ',
      'device="a" ',
      'mock=',
      '"',
      '\\',
      'connection=1 ',
      'part=',
      '9'.repeat(30),
      'of=2 ',
      '=',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), (parts) => {
        const note = readNote(parts.join(''));
        expect(note === undefined || Number.isSafeInteger(note.connection)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
