import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Decoder,
  decodePacket,
  encodePacket,
  MAX_PACKET,
  MAX_QUICK_PACKET,
  PacketError,
  PacketType,
  type PacketView,
} from '../../src/index.ts';

const packets = [
  encodePacket({ type: PacketType.SERVINFO, flags: 2, tunid: 4_000, seqno: 1, param: { passwd: '123456' } }),
  encodePacket({ type: PacketType.PINGECHO, seqno: 2 }),
  encodePacket({
    type: PacketType.RPC,
    flags: 4,
    seqno: 65_535,
    url: '/é/中',
    param: { a: 'ü' },
    data: Buffer.alloc(7, 9),
  }),
  encodePacket({ type: PacketType.PUBLISH, url: '/p', param: [1, 2, 3] }),
  encodePacket({ type: 0x77, seqno: 0xffff_ffff, data: Buffer.from('x') }),
];

function decodeAll(chunks: readonly Buffer[], limit = MAX_PACKET): Buffer[] {
  const decoder = new Decoder(limit);
  const found: Buffer[] = [];
  for (const chunk of chunks) decoder.push(chunk, (packet) => found.push(packet.bytes));
  return found;
}

/** A packet of exactly so many bytes, without pad. */
function packetOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  encodePacket({ type: PacketType.PUBLISH }).copy(bytes);
  bytes.writeUInt32BE(length - 20, 16);
  return bytes;
}

/** Lets only a `PacketError` pass. */
function refusing(decode: () => unknown): 'taken' | 'refused' {
  try {
    decode();
    return 'taken';
  } catch (error) {
    if (error instanceof PacketError) return 'refused';
    throw error;
  }
}

describe('a stream of packets decodes the same', () => {
  const stream = Buffer.concat(packets);

  test('cut in two at every byte', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      expect(decodeAll([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(packets);
    }
  });

  test('cut in three at every pair of bytes', () => {
    for (let first = 0; first <= stream.length; first += 1) {
      for (let second = first; second <= stream.length; second += 1) {
        const cuts = [stream.subarray(0, first), stream.subarray(first, second), stream.subarray(second)];
        expect(Buffer.concat(decodeAll(cuts)).equals(stream)).toBe(true);
      }
    }
  });

  test('byte by byte', () => {
    expect(decodeAll(Array.from(stream, (_, index) => stream.subarray(index, index + 1)))).toEqual(packets);
  });

  test('with random packets in random cuts', () => {
    const packet = fc
      .record({
        type: fc.integer({ min: 0, max: 255 }),
        flags: fc.integer({ min: 0, max: 63 }),
        status: fc.integer({ min: 0, max: 255 }),
        seqno: fc.integer({ min: 0, max: 0xffff_ffff }),
        tunid: fc.integer({ min: 0, max: 65_535 }),
        url: fc.string({ unit: 'binary', maxLength: 50 }),
        param: fc.uint8Array({ maxLength: 2_000 }),
        data: fc.uint8Array({ maxLength: 2_000 }),
      })
      .map((init) => ({ init, bytes: encodePacket(init) }));
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 8 }), (list, cuts) => {
        const whole = Buffer.concat(list.map(({ bytes }) => bytes));
        const places = cuts.map((cut) => cut % (whole.length + 1)).toSorted((one, other) => one - other);
        const edges = [0, ...places, whole.length];
        const chunks = edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
        const decoder = new Decoder();
        const found: PacketView[] = [];
        for (const chunk of chunks) decoder.push(chunk, (view) => found.push(view));
        expect(found.length).toBe(list.length);
        for (const [index, { init, bytes }] of list.entries()) {
          const view = found[index]!;
          const { type, flags, status, seqno, tunid, url } = view;
          expect({
            type,
            flags,
            status,
            seqno,
            tunid,
            url,
            param: new Uint8Array(view.param),
            data: new Uint8Array(view.data),
          }).toEqual(init);
          expect(view.bytes.equals(bytes)).toBe(true);
        }
      }),
    );
  });
});

describe('bad input', () => {
  test('random tails behind valid packets end in packets, a wait, or a PacketError', () => {
    fc.assert(
      fc.property(fc.nat(packets.length), fc.uint8Array({ maxLength: 400 }), fc.nat(20), (count, tail, cut) => {
        const prefix = Buffer.concat(packets.slice(0, count));
        const decoder = new Decoder();
        const found: Buffer[] = [];
        refusing(() => {
          for (const chunk of [prefix.subarray(0, cut), prefix.subarray(cut), tail]) {
            decoder.push(chunk, (packet) => found.push(packet.bytes));
          }
        });
        expect(found.slice(0, count)).toEqual(packets.slice(0, count));
      }),
    );
  });

  test('random bytes, also with a right first byte, never do anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_000 }), fc.boolean(), (bytes, rightMagic) => {
        if (rightMagic && bytes.length > 0) bytes[0] = 0x29;
        expect(refusing(() => decodeAll([Buffer.from(bytes)]))).toBeDefined();
        expect(refusing(() => decodePacket(bytes))).toBeDefined();
      }),
    );
  });

  test('a wrong first byte is refused as soon as it is there', () => {
    expect(() => decodeAll([Buffer.from('H')])).toThrow(expect.objectContaining({ code: 'BAD_MAGIC' }));
    expect(() => decodeAll([packets[1]!, Buffer.from('HTTP')])).toThrow(expect.objectContaining({ code: 'BAD_MAGIC' }));
  });

  test.each([
    ['param', 12],
    ['data', 16],
  ])('a %s length beyond the limit is refused with the header, before anything is kept for it', (_, offset) => {
    const header = Buffer.from(packets[1]!);
    header.writeUInt32BE(0xffff_ffff, offset);
    const decoder = new Decoder();
    decoder.push(header.subarray(0, 19), () => expect.unreachable());
    expect(() => decoder.push(header.subarray(19), () => expect.unreachable())).toThrow(
      expect.objectContaining({ code: 'BAD_LENGTH', bytes: header }),
    );
    expect(decoder.rest).toHaveLength(0);
  });

  test.each([
    ['TCP', MAX_PACKET],
    ['UDP', MAX_QUICK_PACKET],
  ])('on %s a packet of the limit and of a byte less is taken, and one of a byte more is not', (_, limit) => {
    for (const bytes of [packetOf(limit - 1), packetOf(limit)]) {
      expect(decodePacket(bytes, limit).length).toBe(bytes.length);
      expect(Buffer.concat(decodeAll([bytes.subarray(0, 1_000), bytes.subarray(1_000)], limit)).equals(bytes)).toBe(
        true,
      );
    }
    const refused = expect.objectContaining({ code: 'BAD_LENGTH' });
    expect(() => decodePacket(packetOf(limit + 1), limit)).toThrow(refused);
    expect(() => decodeAll([packetOf(limit + 1).subarray(0, 1_000)], limit)).toThrow(refused);
  });

  test('nothing is read behind an error', () => {
    const decoder = new Decoder();
    expect(() => decoder.push(Buffer.from('x'), () => undefined)).toThrow(PacketError);
    decoder.push(packets[0]!, () => expect.unreachable());
  });

  test('one whole packet has exactly its length', () => {
    for (const bytes of [Buffer.alloc(0), packets[0]!.subarray(0, 19), Buffer.concat([packets[0]!, Buffer.alloc(1)])]) {
      expect(() => decodePacket(bytes)).toThrow(expect.objectContaining({ code: 'BAD_LENGTH' }));
    }
  });
});

test('a packet that lies in one chunk is not copied, and one that spans chunks is copied once, into its own memory', () => {
  const stream = Buffer.concat(packets);
  const chunk = Buffer.alloc(stream.length, stream);
  const cut = packets[0]!.length + packets[1]!.length + 30;
  const views: PacketView[] = [];
  const decoder = new Decoder();
  decoder.push(chunk.subarray(0, cut), (view) => views.push(view));
  decoder.push(chunk.subarray(cut), (view) => views.push(view));
  const memories = views.map((view) => new Set([view.bytes, view.param, view.data].map(({ buffer }) => buffer)));
  const [spanning] = memories.splice(2, 1);
  expect(memories).toEqual(Array.from({ length: packets.length - 1 }, () => new Set([chunk.buffer])));
  expect([spanning?.size, spanning?.has(chunk.buffer)]).toEqual([1, false]);
  expect(views.at(-1)?.bytes.byteOffset).toBe(chunk.byteOffset + chunk.length - packets.at(-1)!.length);
});

test('what is decoded from a chunk of any place in its memory is the same', () => {
  const memory = Buffer.concat([Buffer.from('xyz'), ...packets]);
  const chunk = new Uint8Array(memory.buffer, memory.byteOffset + 3, memory.length - 3);
  const found: Buffer[] = [];
  new Decoder().push(chunk, (view) => found.push(Buffer.concat([view.bytes])));
  expect(found).toEqual(packets);
});

test('a listener that stops the decoder gets nothing more of the chunk', () => {
  const decoder = new Decoder();
  let count = 0;
  decoder.push(Buffer.concat(packets), () => {
    count += 1;
    decoder.stop();
  });
  expect(count).toBe(1);
});
