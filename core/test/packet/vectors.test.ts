import { describe, expect, test } from 'vitest';
import { decodePacket, encodePacket, PacketType } from '../../src/index.ts';
import vectors from '../vectors/packets.json' with { type: 'json' };

const typeCodes: Record<string, number> = PacketType;

describe.each(vectors)('vector $#: $packet.type of $source, $direction', ({ hex, packet }) => {
  const bytes = Buffer.from(hex, 'hex');
  const { type, flags, pad, status, seqno, tunid, url } = packet;

  test('decodes to its fields', () => {
    const view = decodePacket(bytes);
    expect({
      type: view.type,
      flags: view.flags,
      pad: view.pad,
      status: view.status,
      seqno: view.seqno,
      tunid: view.tunid,
      url: view.url,
      param: view.param.toString('utf8'),
      data: view.data.toString('hex'),
      length: view.length,
      padBytes: view.bytes.subarray(view.length - view.pad).toString('hex'),
    }).toEqual({ ...packet, type: typeCodes[type] });
  });

  test('encodes to its bytes, pad bytes aside', () => {
    const encoded = encodePacket({
      type: typeCodes[type] ?? -1,
      flags,
      status,
      seqno,
      tunid,
      url,
      param: Buffer.from(packet.param),
      data: Buffer.from(packet.data, 'hex'),
    });
    const content = bytes.length - pad;
    expect(encoded.subarray(0, content).toString('hex')).toBe(hex.slice(0, content * 2));
    expect(encoded.subarray(content)).toEqual(Buffer.alloc(pad));
  });
});
