import { describe, expect, it } from 'vitest';
import { preview, toPayload } from '../payload.ts';

describe('a payload', () => {
  it('says whether its param is text and whether it is JSON', () => {
    expect(payloadOf('{"a":1}')).toMatchObject({ text: '{"a":1}', json: true });
    expect(payloadOf('{"a":}')).toMatchObject({ text: '{"a":}', json: false });
    expect(payloadOf('')).toMatchObject({ text: '', json: false });
    expect(payloadOf(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ text: null, json: false });
  });
});

describe('a preview', () => {
  it('never cuts a character in two', () => {
    for (let limit = 4; limit < 30; limit++) {
      for (const text of ['车门车门车门车门车门车门', '😀😀😀😀😀😀😀😀', 'aé'.repeat(20), 'x'.repeat(50)]) {
        const shown = preview(Buffer.from(text), limit);
        expect(text.startsWith(shown)).toBe(true);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown.length).toBeGreaterThanOrEqual(limit - 1 > text.length ? text.length : limit - 1);
      }
    }
  });

  it('is the whole text where that is short', () => {
    expect(preview(Buffer.from('短'), 200)).toBe('短');
    expect(preview(Buffer.from(''), 200)).toBe('');
  });

  it('is hex where the bytes are no text', () => {
    expect(preview(Uint8Array.of(0x89, 0x50, 0xff), 200)).toBe('0x8950ff');
    expect(preview(new Uint8Array(1_000).fill(0xff), 10)).toBe('0xffffffff');
  });
});

function payloadOf(param: string | Uint8Array) {
  return toPayload(Buffer.from(param), new Uint8Array());
}
