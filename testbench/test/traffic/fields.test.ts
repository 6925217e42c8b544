import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../core/test/vectors/packets.json' with { type: 'json' };
import { readFields } from '../../traffic/fields.ts';
import { packet } from '../packets.ts';

describe('the fields of a packet', () => {
  it('say where each is and what it means', () => {
    const bytes = packet({ type: 1, flags: 5, status: 2, seqno: 77, url: '/车', param: '{"a":1}', data: Buffer.of(1) });
    expect(readFields(bytes).map(({ name, offset, length, text }) => [name, offset, length, text])).toEqual([
      ['magic', 0, 1, '0x29'],
      ['type', 1, 1, 'RPC (0x01)'],
      ['flags', 2, 1, 'REPLY | SET'],
      ['status', 3, 1, '2 arguments'],
      ['seqno', 4, 4, '77'],
      ['tunid', 8, 2, '0'],
      ['urlLength', 10, 2, '4'],
      ['paramLength', 12, 4, '7'],
      ['dataLength', 16, 4, '1'],
      ['url', 20, 4, '/车'],
      ['param', 24, 7, '{"a":1}'],
      ['data', 31, 1, '01'],
    ]);
  });

  it('show pad, priority, reserved flags and an unknown type as such', () => {
    expect(textsOf(packet({ url: '/a' }))).toMatchObject({ flags: 'pad 2', pad: '0000' });
    expect(textsOf(packet({ type: 6, flags: 1, status: 5 }))).toMatchObject({ status: 'priority 5' });
    expect(textsOf(packet({ type: 0x44, flags: 0x08 }))).toMatchObject({
      type: 'UNKNOWN (0x44)',
      flags: 'reserved 0x08',
    });
    expect(textsOf(packet())).toMatchObject({ flags: '0x00' });
  });

  it('end where the bytes end, and say how much is missing', () => {
    const bytes = packet({ url: '/a/b', param: '"0123456789"', data: Buffer.alloc(8) });
    const cut = readFields(bytes.subarray(0, 29));
    expect(cut.at(-1)).toEqual({ name: 'param', offset: 24, length: 5, text: '"0123 (cut: 5 of 12 bytes)' });
  });

  it('take what is no packet, and what is behind one, for garbage', () => {
    expect(readFields(Buffer.from('hello'))).toEqual([{ name: 'garbage', offset: 0, length: 5, text: '68656c6c6f' }]);
    expect(readFields(Buffer.alloc(0))).toEqual([]);
    const behind = readFields(Buffer.concat([packet({ url: '/abc' }), Buffer.from('xy')]));
    expect(behind.at(-1)).toEqual({ name: 'garbage', offset: 24, length: 2, text: '7879' });
  });

  it('cover every byte exactly once, whatever the bytes', () => {
    const begun = fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.of(0x29, ...bytes));
    fc.assert(
      fc.property(fc.oneof(begun, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        let end = 0;
        for (const field of readFields(bytes)) {
          expect(field.offset).toBe(end);
          expect(field.length).toBeGreaterThan(0);
          end += field.length;
        }
        expect(end).toBe(bytes.length);
      }),
    );
  });

  it('are those that real peers have sent', () => {
    for (const { hex, packet: sent } of vectors) {
      const text = textsOf(Buffer.from(hex, 'hex'));
      expect(text['type']).toContain(sent.type);
      expect(text['seqno']).toBe(String(sent.seqno));
      expect(text['tunid']).toBe(String(sent.tunid));
      expect(text['url'] ?? '').toBe(sent.url);
      expect(text['pad'] ?? '').toBe(sent.padBytes);
      expect(Object.keys(text)).not.toContain('garbage');
    }
  });
});

function textsOf(bytes: Buffer): Record<string, string> {
  return Object.fromEntries(readFields(bytes).map((field) => [field.name, field.text]));
}
