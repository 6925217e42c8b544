import { describe, expect, test } from 'vitest';
import {
  decodePacket,
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

  test('can be as long as the limit and no longer, pad included', () => {
    const longest = MAX_PACKET - 20;
    expect(encodePacket({ type, data: Buffer.alloc(longest) })).toHaveLength(MAX_PACKET);
    expect(encodePacket({ type, param: 'é'.repeat((longest - 2) / 2) })).toHaveLength(MAX_PACKET);
    const tooLarge = expect.objectContaining({ code: 'PACKET_TOO_LARGE' });
    expect(() => encodePacket({ type, data: Buffer.alloc(longest + 1) })).toThrow(tooLarge);
    expect(() => encodePacket({ type, param: 'é'.repeat(longest / 2) })).toThrow(tooLarge);
    expect(() => encodePacket({ type, data: Buffer.alloc(MAX_QUICK_PACKET - 22) }, MAX_QUICK_PACKET)).toThrow(tooLarge);
  });

  test('has a url of at most 65,535 bytes', () => {
    expect(decodePacket(encodePacket({ type, url: 'x'.repeat(MAX_URL) })).urlLength).toBe(MAX_URL);
    for (const url of ['x'.repeat(MAX_URL + 1), 'é'.repeat(MAX_URL / 2 + 1)]) {
      expect(() => encodePacket({ type, url })).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
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
