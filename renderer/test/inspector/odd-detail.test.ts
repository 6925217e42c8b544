import { expect, test } from 'vitest';
import type { Oddity, TrafficPacket } from '../../../testbench/contract.ts';
import { translate } from '../../src/i18n.ts';
import { oddDetail } from '../../src/inspector/odd-detail.ts';
import { row } from '../harness.ts';

const of = (oddity: Oddity, bytes: number[] | string, change: Partial<TrafficPacket['row']> = {}) => {
  const given = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
  return oddDetail(oddity, { bytes: given, row: row(1, change) } as TrafficPacket, (key, values) =>
    translate('en', key, values),
  );
};

/** A header that says: flags, a url of so many bytes, and data. */
const header = (flags: number, url: number, data = 0): number[] => {
  const bytes = new DataView(new ArrayBuffer(20));
  bytes.setUint8(0, 0x29);
  bytes.setUint8(2, flags);
  bytes.setUint16(10, url);
  bytes.setUint32(16, data);
  return [...new Uint8Array(bytes.buffer)];
};

test('what is odd about a packet is said with its numbers', () => {
  expect(of('BAD_MAGIC', 'HTTP/1.1 400 Bad Request\r\n\r\n')).toBe(
    'It is 0x48; it begins with “HTTP/1.1 400 Bad Request”.',
  );
  expect(of('BAD_LENGTH', header(0, 4).slice(0, 7))).toBe('Only 7 bytes of the 20 of a header came.');
  expect(of('BAD_LENGTH', [...header(0x40, 4, 400), 1, 2])).toBe('The header says 425 bytes, 22 are here.');
  expect(of('UNALIGNED', [...header(0, 6), 1, 2, 3, 4, 5, 6])).toBe(
    'It has 26 bytes, with a pad of 0 where 2 would fit.',
  );
  expect(of('UNALIGNED', [...header(0xc0, 2), 1, 2, 0, 0, 0])).toBe(
    'It has 25 bytes, with a pad of 3 where 2 would fit.',
  );
  expect(of('UNKNOWN_TYPE', header(0, 0), { type: 'UNKNOWN', typeCode: 0x42 })).toBe('It is 0x42.');
  expect(of('BAD_UTF8', [...header(0, 5), 0x2f, 0xe8, 0xbd, 0xa6, 0xff])).toBe('It stops to be at byte 24.');
  expect(of('UNEXPECTED_REPLY', header(1, 0), { seqno: 77 })).toBe('It is 77.');
  expect(of('BEFORE_HANDSHAKE', header(0, 0))).toBeNull();
});
