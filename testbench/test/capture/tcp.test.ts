import { describe, expect, it } from 'vitest';
import type { SavedPacket } from '../../capture/types.ts';
import { packet } from '../packets.ts';
import { CLIENT, frame, SERVER, Wire } from './network.ts';

const servinfo = packet({ type: 0, flags: 2, tunid: 40_001, param: '{"passwd":"x"}' });
const answer = packet({ type: 0, flags: 1, param: '{"name":"ecu"}', data: Buffer.from([0, 0, 0, 9]) });
const first = packet({ type: 4, url: '/first', param: '{"n":1}' });
const second = packet({ type: 4, url: '/second', param: 'x'.repeat(5_000) });
const third = packet({ type: 4, url: '/third' });

/** A connection whose handshake is through; what the server sends next has sequence number `next`. */
function connected(start = 1_000): { wire: Wire; next: number } {
  const wire = new Wire()
    .syn(500)
    .syn(start, true)
    .tcp(501, servinfo)
    .tcp(start + 1, answer, { back: true });
  return { wire, next: (start + 1 + answer.length) >>> 0 };
}

function urls(packets: SavedPacket[]): string[] {
  return packets.flatMap(({ content }) => {
    if (content.kind !== 'PACKET') return [content.kind];
    const bytes = Buffer.from(content.bytes);
    const url = bytes.length >= 20 ? bytes.toString('utf8', 20, 20 + bytes.readUInt16BE(10)) : '';
    return content.odd ? [`${content.odd} ${url}`] : url === '' ? [] : [url];
  });
}

function codes(warnings: { code: string }[]): string[] {
  return warnings.map(({ code }) => code);
}

describe('TCP connections in a capture', () => {
  it('have a client and a server, whoever is seen first, and times of their last byte', async () => {
    const { wire, next } = connected();
    const { packets, warnings } = await wire
      .tcp(next, second.subarray(0, 100), { back: true })
      .wait(9)
      .tcp(next + 100, second.subarray(100), { back: true })
      .read();
    expect(packets.map(({ content }) => 'sent' in content && content.sent)).toEqual([true, false, false]);
    expect(packets[2]).toMatchObject({ time: 1_700_000_000_014 });
    expect(packets[0]?.connection).toMatchObject({
      role: 'client',
      local: CLIENT,
      remote: SERVER,
      label: `${CLIENT} → ${SERVER}`,
    });
    expect(warnings).toEqual([]);
  });

  it('may have any number of packets in a segment, and be cut at any byte', async () => {
    const all = Buffer.concat([first, second, third, first]);
    for (let at = 1; at < all.length; at += all.length > 300 && at > 60 && at < all.length - 60 ? 97 : 1) {
      const { wire, next } = connected();
      const { packets } = await wire
        .tcp(next, all.subarray(0, at), { back: true })
        .tcp(next + at, all.subarray(at), { back: true })
        .read();
      expect(urls(packets), `cut at ${at}`).toEqual(['/first', '/second', '/third', '/first']);
    }
  });

  it('are put in order, whatever way segments come, and across the wrap of sequence numbers', async () => {
    for (const start of [1_000, 0xffff_ffff - answer.length - 20]) {
      const { wire, next } = connected(start);
      const at = (offset: number) => (next + offset) >>> 0;
      const all = Buffer.concat([first, second, third]);
      const cut = (from: number, to: number) => wire.tcp(at(from), all.subarray(from, to), { back: true });
      cut(3_000, 4_000);
      cut(0, 40);
      cut(4_000, all.length);
      cut(40, 1_500);
      cut(1_000, 3_500);
      const { packets, warnings } = await wire.read();
      expect(urls(packets)).toEqual(['/first', '/second', '/third']);
      expect(warnings).toEqual([]);
    }
  });

  it('do not show what was sent again twice', async () => {
    const { wire, next } = connected();
    const all = Buffer.concat([first, third]);
    wire.tcp(next, all, { back: true }).tcp(next, all, { back: true }).tcp(next, first, { back: true });
    wire
      .tcp(next + all.length, third, { back: true })
      .tcp(next + 5, Buffer.concat([all.subarray(5), third]), { back: true });
    // A keepalive, which sends the last byte again, as zero.
    wire.tcp(next + all.length + third.length - 1, Buffer.alloc(1), { back: true });
    const { packets, warnings } = await wire.read();
    expect(urls(packets)).toEqual(['/first', '/third', '/third']);
    expect(warnings).toEqual([]);
  });

  it('tell where bytes that were sent again are others, and show what came first', async () => {
    const { wire, next } = connected();
    const other = packet({ type: 4, url: '/other', param: '{"n":2}' });
    expect(other.length).toBe(first.length);
    const { packets, warnings } = await wire.tcp(next, first, { back: true }).tcp(next, other, { back: true }).read();
    expect(urls(packets)).toEqual(['/first']);
    expect(warnings).toMatchObject([{ code: 'BYTES_DIFFER', message: expect.stringContaining(CLIENT), count: 1 }]);
  });

  it('go on at the next packet where bytes of one are lost, once the peer has said that it got them', async () => {
    const { wire, next } = connected();
    const all = Buffer.concat([first, second, third, first]);
    wire.tcp(next, all.subarray(0, 1_000), { back: true });
    wire.tcp(next + 3_000, all.subarray(3_000), { back: true });
    wire.tcp(501 + servinfo.length, '', { ack: next + all.length }).wait(300);
    wire.tcp(next + all.length, third, { back: true });
    const { packets, warnings } = await wire.read();
    expect(urls(packets)).toEqual(['/first', 'BAD_LENGTH /second', '/third', '/first', '/third']);
    expect(warnings).toMatchObject([{ code: 'BYTES_MISSING', message: expect.stringContaining('2000 bytes') }]);
  });

  it('find the next packet again where the loss goes over its start', async () => {
    const { wire, next } = connected();
    const all = Buffer.concat([first, second, second, third, first]);
    wire.tcp(next, all.subarray(0, first.length + 500), { back: true });
    const gap = first.length + second.length + 700;
    wire.tcp(next + gap, all.subarray(gap), { back: true });
    const { packets, warnings } = await wire.read();
    expect(urls(packets)).toEqual(['/first', 'BAD_LENGTH /second', '/third', '/first']);
    expect(codes(warnings)).toEqual(['BYTES_MISSING', 'BYTES_MISSING']);
  });

  it('wait for what is sent again, as long as the peer has not said that it got it', async () => {
    const { wire, next } = connected();
    wire.tcp(next + first.length, third, { back: true }).wait(20_000);
    wire.tcp(501 + servinfo.length, '', { ack: next });
    const { packets, warnings } = await wire.tcp(next, first, { back: true }).read();
    expect(urls(packets)).toEqual(['/first', '/third']);
    expect(warnings).toEqual([]);
  });

  it('are picked up in their middle', async () => {
    const wire = new Wire();
    const all = Buffer.concat([second, first, third]);
    wire.tcp(7_000, all.subarray(1_234), { back: true }).tcp(7_000 + all.length - 1_234, first, { back: true });
    wire.tcp(100, packet({ type: 1, url: '/call', seqno: 3 }));
    const { packets, warnings } = await wire.read();
    expect(urls(packets)).toEqual(['/first', '/third', '/first', '/call']);
    expect(packets[0]?.connection).toMatchObject({ local: CLIENT, remote: SERVER });
    expect(packets.map(({ content }) => 'sent' in content && content.sent)).toEqual([false, false, false, true]);
    expect(warnings).toEqual([]);
  });

  it('show garbage once, and what comes after it', async () => {
    const { wire, next } = connected();
    const garbage = Buffer.from('HTTP/1.1 400 Bad Request)\r\n\r\n');
    wire.tcp(next, Buffer.concat([first, garbage, third, first]), { back: true });
    const { packets } = await wire.read();
    expect(urls(packets)).toEqual(['/first', `BAD_MAGIC ${urlOf(garbage)}`, '/third', '/first']);
  });

  it('of one pair of ports that follow each other are two', async () => {
    const { wire } = connected();
    wire.syn(90_000).syn(80_000, true).tcp(90_001, servinfo).tcp(80_001, answer, { back: true });
    const { packets } = await wire.read();
    expect(packets.map(({ connection }) => connection.id)).toEqual([1, 1, 2, 2]);
  });

  it('of one pair of ports that follow each other are two, also where the first one was seen from its middle', async () => {
    for (const old of [true, false]) {
      const wire = new Wire().tcp(70_000, first, { back: true }).tcp(70_000 + first.length, first, { back: true });
      if (old) wire.tcp(300, packet({ type: 1, url: '/old' }));
      wire.syn(500).syn(90_000, true).tcp(501, servinfo).tcp(90_001, answer, { back: true });
      const { packets, warnings } = await wire.read();
      expect(packets.map(({ connection }) => connection.id)).toEqual(old ? [1, 1, 1, 2, 2] : [1, 1, 2, 2]);
      expect(warnings).toEqual([]);
    }
  });

  it('that are no VSOA are counted only', async () => {
    const wire = new Wire().syn(1).syn(1, true);
    wire.tcp(2, 'GET / HTTP/1.1\r\n').tcp(2, 'HTTP/1.1 200 OK\r\n)', { back: true }).tcp(18, 'GET /)').udp('hello');
    const { packets, warnings } = await wire.read();
    expect(packets).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'NO_VSOA', count: 4, message: expect.stringContaining('3 TCP segments') }]);
  });

  it('that carry much which looks like VSOA here and there are none', async () => {
    const wire = new Wire();
    const likely = Buffer.alloc(40_000);
    for (let at = 0; at < likely.length; at += 37) likely[at] = 0x29;
    for (let at = 0; at < 50; at++) wire.tcp(at * likely.length, likely);
    expect((await wire.read()).packets).toEqual([]);
  });

  it('that open streams are told with the ends of these, and what they carried is counted', async () => {
    const { wire, next } = connected();
    wire.tcp(501 + servinfo.length, packet({ type: 1, url: '/file', seqno: 1 }));
    wire.tcp(next, packet({ type: 1, flags: 3, seqno: 1, tunid: 50_000 }), { back: true });
    const stream = (back: boolean, seq: number, flags: number, text = '') =>
      wire.raw(frame('10.0.0.1:40002', '10.0.0.2:50000', back, { seq, ack: 0, flags }, Buffer.from(text)));
    stream(false, 10, 0x02);
    stream(true, 20, 0x12);
    stream(false, 11, 0x10, 'hello');
    // VSOA in a stream is what the stream carries.
    stream(true, 21, 0x10, packet({ type: 0 }).toString('latin1'));
    stream(false, 16, 0x11);
    stream(true, 41, 0x11);
    const { packets } = await wire.read();
    expect(packets.slice(4)).toMatchObject([
      { content: { kind: 'STREAM_OPEN', tunnelId: 50_000 }, connection: { remote: '10.0.0.2:50000' } },
      { content: { kind: 'STREAM_CLOSE', tunnelId: 50_000, sentBytes: 5, receivedBytes: 20, error: undefined } },
    ]);
  });
});

function urlOf(bytes: Buffer): string {
  return bytes.toString('utf8', 20, 20 + bytes.readUInt16BE(10));
}
