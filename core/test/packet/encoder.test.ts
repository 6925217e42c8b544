import { describe, expect, test } from 'vitest';
import {
  checkedRoom,
  decodePacket,
  encodeInto,
  encodePacket,
  encodeParam,
  Flag,
  MAX_PACKET,
  MAX_QUICK_PACKET,
  MAX_URL,
  PacketType,
  packetTypeName,
  statusName,
} from '../../src/index.ts';

const type = PacketType.RPC;

describe('a packet', () => {
  test('is padded with zeros to a multiple of 4, and says by how much', () => {
    for (let length = 0; length < 8; length += 1) {
      const bytes = encodePacket({ type, flags: Flag.SET, data: Buffer.alloc(length, 0xff) });
      const { pad, flags } = decodePacket(bytes);
      expect([bytes.length % 4, flags, 20 + length + pad]).toEqual([0, Flag.SET, bytes.length]);
      expect(bytes.subarray(20 + length)).toEqual(Buffer.alloc(pad));
    }
  });

  test('carries text of every kind and length', () => {
    for (const text of [
      '',
      'a',
      'é',
      '中',
      '😀',
      'x'.repeat(32),
      'x'.repeat(33),
      'é'.repeat(2_000),
      `${'x'.repeat(20)}😀`,
    ]) {
      const { url, param } = decodePacket(encodePacket({ type, url: text, param: text }));
      expect([url, JSON.parse(param.toString())]).toEqual([text, text]);
    }
  });

  test.each([
    ['TCP', MAX_PACKET, 262_144],
    ['UDP', MAX_QUICK_PACKET, 65_507],
  ])('on %s can be as long as the limit and no longer, pad included', (_, limit, bytes) => {
    expect(limit).toBe(bytes);
    // 65,507 is no multiple of 4: the longest that is has three bytes less.
    const longest = limit - (limit % 4) - 20;
    const tooLarge = expect.objectContaining({ code: 'PACKET_TOO_LARGE' });
    for (const length of [longest - 1, longest]) {
      expect(encodePacket({ type, data: Buffer.alloc(length) }, limit)).toHaveLength(longest + 20);
      expect(encodePacket({ type, param: Buffer.alloc(length) }, limit)).toHaveLength(longest + 20);
      expect(encodePacket({ type, param: 'x'.repeat(length - 2) }, limit)).toHaveLength(longest + 20);
    }
    expect(encodePacket({ type, param: 'é'.repeat((longest - 2) / 2) }, limit)).toHaveLength(longest + 20);
    for (const length of [longest + 1, limit, limit * 2]) {
      expect(() => encodePacket({ type, data: Buffer.alloc(length) }, limit)).toThrow(tooLarge);
      expect(() => encodePacket({ type, param: Buffer.alloc(length) }, limit)).toThrow(tooLarge);
      expect(() => encodePacket({ type, param: 'x'.repeat(length - 2) }, limit)).toThrow(tooLarge);
    }
    expect(() => encodePacket({ type, param: 'é'.repeat(longest / 2) }, limit)).toThrow(tooLarge);
  });

  test('keeps every type, flag, status, seqno and tunnel id, and no number that does not fit its field', () => {
    for (let value = 0; value <= 0xff; value += 1) {
      const init = {
        type: value,
        flags: value & 0x3f,
        status: value,
        seqno: value * 0x01_01_01_01,
        tunid: value * 257,
      };
      expect(decodePacket(encodePacket(init))).toMatchObject(init);
    }
    for (const [field, beyond] of [
      ['type', 0x100],
      ['flags', 0x40],
      ['status', 0x100],
      ['seqno', 0x1_0000_0000],
      ['tunid', 0x1_0000],
    ] as const) {
      for (const value of [beyond, -1, 0.5, Number.NaN]) {
        expect(() => encodePacket({ type, [field]: value })).toThrow(
          expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
        );
      }
    }
  });

  test('has a url of at most 65,535 bytes', () => {
    expect(decodePacket(encodePacket({ type, url: 'x'.repeat(MAX_URL) })).urlLength).toBe(MAX_URL);
    for (const url of ['x'.repeat(MAX_URL + 1), 'é'.repeat(MAX_URL / 2 + 1)]) {
      expect(() => encodePacket({ type, url })).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
    }
  });
});

describe("a caller's buffer", () => {
  const nothing = new Uint8Array(0);

  test.each([
    ['/short', 'x'],
    ['/short', 'é中😀'],
    [`/${'é'.repeat(100)}`, '中'.repeat(1_000)],
    ['/bytes', Buffer.from([1, 2, 255])],
  ])('gets the packet at any place, and nothing around it: %#', (url, param) => {
    const expected = encodePacket({ type, url, param: Buffer.from(param), data: Buffer.from('data!') });
    for (const offset of [0, 1, 7]) {
      const target = Buffer.alloc(offset + expected.length + 1, 0xaa);
      const end = encodeInto(target, offset, type, 0, 0, 0, 0, url, param, Buffer.from('data!'), MAX_PACKET);
      expect(end).toBe(offset + expected.length);
      expect(target.subarray(offset, end)).toEqual(expected);
      expect(target.subarray(0, offset)).toEqual(Buffer.alloc(offset, 0xaa));
      expect(target[end]).toBe(0xaa);
      expect(checkedRoom(url, param, Buffer.from('data!'), MAX_PACKET)).toBeGreaterThanOrEqual(expected.length);
    }
  });

  test('that is too small for it by as little as a byte is an error, and is left as it was', () => {
    for (const [url, param, data] of [
      ['/a', 'é'.repeat(50), nothing],
      ['/a', '', Buffer.from('12345')],
      ['/a', Buffer.from('12345'), nothing],
      ['', '', nothing],
    ] as const) {
      const { length } = encodePacket({ type, url, param: Buffer.from(param), data });
      for (const size of [0, 19, length - 1]) {
        const target = Buffer.alloc(size, 0xaa);
        expect(() => encodeInto(target, 0, type, 0, 0, 0, 0, url, param, data, MAX_PACKET)).toThrow(
          expect.objectContaining({
            code: 'INVALID_ARGUMENT',
            message: `the packet needs ${length} bytes, ${size} are free`,
          }),
        );
        expect(target).toEqual(Buffer.alloc(size, 0xaa));
      }
    }
  });
});

test('a param is sent as JSON without spaces whatever its kind, as bytes where it is bytes, and not at all where it is absent', () => {
  expect([{ a: [1, 'é'] }, [], 'x', 0, 1.5, true, null].map((param) => encodeParam(param))).toEqual([
    '{"a":[1,"é"]}',
    '[]',
    '"x"',
    '0',
    '1.5',
    'true',
    'null',
  ]);
  expect(decodePacket(encodePacket({ type, param: new Uint8Array([1, 255]) })).param).toEqual(Buffer.from([1, 255]));
  expect(decodePacket(encodePacket({ type })).paramLength).toBe(0);
});

test('a param that is no JSON value is an error', () => {
  const circular: { self?: object } = {};
  circular.self = circular;
  for (const param of [circular, 1n, () => 1]) {
    const wrong: unknown = param;
    expect(() => encodeParam(wrong as never)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});

test('types and statuses have names', () => {
  expect([0, 1, 6, 0xfe, 0xff, 0x77].map(packetTypeName)).toEqual([
    'SERVINFO',
    'RPC',
    'QOSSETUP',
    'NOOP',
    'PINGECHO',
    'UNKNOWN',
  ]);
  expect([0, 1, 7, 9, 130].map(statusName)).toEqual([
    'success',
    'password',
    'proxy error',
    'status 9',
    'server status 130',
  ]);
});
