import { describe, expect, it } from 'vitest';
import { TrafficLog } from '../../traffic/log.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { readPacketOf as readPacket, readRows } from './support.ts';

const ecu = tapConnection(7, 'ECU');

function filled(log: TrafficLog, count: number, bytes = packet({ url: '/a' })): TrafficLog {
  for (let n = 0; n < count; n++) tell(log, bytes, false, false, ecu, n);
  return log;
}

describe('the traffic log', () => {
  it('shows the start of a url that is too long for a row, and all of it in the fields of the packet', () => {
    const url = `/${'x'.repeat(60_000)}`;
    const log = filled(new TrafficLog(), 1, packet({ url }));
    expect(readRows(log, 0, 1)[0]?.url).toBe(`${url.slice(0, 1_024)}…`);
    expect(readPacket(log, 0).fields.find(({ name }) => name === 'url')?.text).toBe(url);
  });

  it('hands out what was appended, also after the buffer of the caller is used again', () => {
    const log = new TrafficLog();
    const bytes = packet({ type: 1, flags: 4, seqno: 0xfedcba98, tunid: 40_000, url: '/seat', param: '{"a":1}' });
    tell(log, bytes, true, false, ecu, 1_700_000_000_000.25);
    const before = Buffer.from(bytes);
    bytes.fill(0xff);
    expect(readRows(log, 0, 10)).toMatchObject([
      {
        index: 0,
        time: 1_700_000_000_000.25,
        connection: 'ECU',
        side: 'device',
        direction: 'sent',
        channel: 'normal',
        type: 'RPC',
        typeCode: 1,
        reply: false,
        flags: before[2],
        status: 0,
        seqno: 0xfedcba98,
        tunnelId: 40_000,
        url: '/seat',
        paramLength: 7,
        dataLength: 0,
        length: before.length,
        preview: '{"a":1}',
        odd: [],
      },
    ]);
    expect(Buffer.from(readPacket(log, 0).bytes)).toEqual(before);
  });

  it.each([
    ['{"passwd":"s3cret","pingInterval":1000}', '{"passwd":"•••","pingInterval":1000}'],
    ['{"passwd": "a\\"b\\\\", "x":1}', '{"passwd": "•••", "x":1}'],
    [`{"passwd":"${'x'.repeat(500)}"}`, '{"passwd":"•••"'],
    ['{"pingInterval":1000}', '{"pingInterval":1000}'],
  ])('keeps the password of a handshake out of the list, not out of the packet: %s', (param, shown) => {
    const log = new TrafficLog();
    const bytes = packet({ type: 0, flags: 2, param });
    tell(log, bytes, true, false, ecu, 1);
    expect(readRows(log, 0, 1)[0]?.preview).toBe(shown);
    expect(readPacket(log, 0).text).toBe(param);
  });

  it('stays under a small cap, counts what it evicted and keeps the index of each packet', () => {
    const log = new TrafficLog({ cap: 64 * 1_024 });
    const size = packet({ url: '/n', param: '00000' }).length;
    for (let n = 0; n < 10_000; n++) {
      tell(log, packet({ url: '/n', seqno: n, param: String(n).padStart(5, '0') }), false, false, ecu, n);
      expect(log.stats().bytes).toBeLessThanOrEqual(64 * 1_024);
    }
    const { first, end, packetBytes, evictedPackets, evictedBytes } = log.stats();
    expect(packetBytes).toBe((end - first) * size);
    expect(end).toBe(10_000);
    expect(first).toBeGreaterThan(8_000);
    expect(first).toBeLessThan(9_900);
    expect(evictedPackets).toBe(first);
    expect(evictedBytes).toBe(first * size);
    const rows = readRows(log, 0, first);
    expect(rows).toEqual([]);
    const held = readRows(log, first, end);
    expect(held.map((row) => [row.index, row.seqno])).toEqual(
      Array.from({ length: end - first }, (_, n) => [first + n, first + n]),
    );
  });

  it('holds a packet that is larger than a chunk, between others', () => {
    const log = new TrafficLog({ cap: 1_048_576 });
    const large = packet({ url: '/large', data: Buffer.alloc(200_000, 7) });
    filled(log, 3);
    tell(log, large, false, false, ecu, 3);
    filled(log, 3);
    expect(readRows(log, 0, 7).map((row) => row.length)).toEqual([24, 24, 24, large.length, 24, 24, 24]);
    expect(readPacket(log, 3).data).toEqual(new Uint8Array(200_000).fill(7));
  });

  it('counts a packet as evicted that is larger than the cap', () => {
    const log = filled(new TrafficLog({ cap: 32_768 }), 5);
    tell(log, packet({ data: Buffer.alloc(100_000) }), false, false, ecu, 0);
    expect(log.stats()).toMatchObject({ first: 6, end: 6, evictedPackets: 6, bytes: 0 });
    filled(log, 1);
    expect(readRows(log, 6, 7).map((row) => row.index)).toEqual([6]);
  });

  it('evicts at once when the cap is lowered', () => {
    const log = filled(new TrafficLog({ cap: 1_048_576 }), 10_000);
    expect(log.first).toBe(0);
    log.cap = 200_000;
    expect(log.stats().bytes).toBeLessThanOrEqual(200_000);
    expect(log.stats().evictedPackets).toBe(log.first);
    expect(readRows(filled(log, 1), 10_000, 10_001)).toHaveLength(1);
  });

  it('takes no more memory than is used for chunks that are full', () => {
    const log = new TrafficLog();
    const bytes = packet({ data: Buffer.alloc(1_000) });
    filled(log, 50_000, bytes);
    expect(log.stats().bytes).toBeLessThan(50_000 * (bytes.length + 45) + 2 * 1_048_576);
  });

  it('names the packets that it holds when asked for another', () => {
    const log = filled(new TrafficLog(), 3);
    expect(() => readPacket(log, 3)).toThrow(expect.objectContaining({ code: 'NO_SUCH_PACKET' }));
    log.clear();
    filled(log, 1);
    expect(() => readPacket(log, 2)).toThrow(/holds 3 to 3/);
    expect(readPacket(log, 3).row.index).toBe(3);
  });

  it('forgets packets and counts when cleared, but goes on counting the index', () => {
    const log = filled(new TrafficLog({ cap: 16_384 }), 1_000);
    log.odd(Buffer.from('x'), 'BAD_MAGIC', false, ecu, 0, false);
    log.clear();
    expect(log.stats()).toMatchObject({
      first: 1_001,
      end: 1_001,
      packetBytes: 0,
      bytes: 0,
      evictedPackets: 0,
      evictedBytes: 0,
      odd: 0,
    });
    expect(log.connection(ecu.id)).toBeUndefined();
  });

  it('that was cleared is brought back, before what came since', () => {
    const log = filled(new TrafficLog(), 1_000);
    log.odd(Buffer.from('x'), 'BAD_MAGIC', false, ecu, 0, false);
    const before = log.stats();
    expect(log.clear()).toBe(1_001);
    expect(log.clear()).toBe(0);
    filled(log, 10, packet({ url: '/b' }));
    expect(log.stats()).toMatchObject({ first: 1_001, end: 1_011, odd: 0 });
    expect(log.restore()).toBe(true);
    expect(log.stats()).toMatchObject({ first: 0, end: 1_011, odd: 1, malformed: 1, evictedPackets: 0 });
    expect(log.stats().packetBytes).toBe(before.packetBytes + 10 * 24);
    expect(log.stats().bytes).toBeGreaterThan(before.bytes / 2);
    const urls = readRows(log, 0, 2_000).map(({ url }) => url);
    expect(urls).toEqual([...Array(1_000).fill('/a'), '', ...Array(10).fill('/b')]);
    expect(log.connection(ecu.id)).toBe(ecu);
    expect(log.restore()).toBe(false);
    filled(log, 20_000);
    expect(readRows(log, 0, 99_999)).toHaveLength(21_011);
  });

  it('that was cleared twice is brought back newest first', () => {
    const log = filled(new TrafficLog(), 3);
    log.clear();
    filled(log, 5);
    log.clear();
    expect(log.restore()).toBe(true);
    expect(log.first).toBe(3);
    expect(log.restore()).toBe(true);
    expect(log.first).toBe(0);
    expect(readRows(log, 0, 8)).toHaveLength(8);
  });

  it('gives the memory of what was cleared to what comes, before anything is evicted', () => {
    const log = filled(new TrafficLog({ cap: 700_000 }), 5_000);
    log.clear();
    filled(log, 5_000);
    expect(log.stats()).toMatchObject({ first: 5_000, evictedPackets: 0 });
    filled(log, 3_000);
    expect(log.stats()).toMatchObject({ first: 5_000, end: 13_000, evictedPackets: 0 });
    expect(log.restore()).toBe(false);
    filled(log, 20_000);
    expect(log.stats().evictedPackets).toBe(log.first - 5_000);
  });

  it('shows rubbish as what it is', () => {
    const log = new TrafficLog();
    log.odd(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 'BAD_MAGIC', false, ecu, 1, false);
    log.odd(Buffer.alloc(0), 'BAD_LENGTH', true, ecu, 2, true);
    expect(readRows(log, 0, 2)).toMatchObject([
      {
        type: 'UNKNOWN',
        odd: ['BAD_MAGIC'],
        length: 27,
        url: '',
        preview: '',
        direction: 'received',
        channel: 'normal',
      },
      { type: 'UNKNOWN', odd: ['BAD_LENGTH'], length: 0, direction: 'sent', channel: 'quick' },
    ]);
    expect(log.stats().odd).toBe(2);
  });

  it('reads the header of a packet that is cut short', () => {
    const log = new TrafficLog();
    const bytes = packet({ type: 1, url: '/a/b', param: '"0123456789"', data: Buffer.alloc(8) });
    log.odd(bytes.subarray(0, 30), 'BAD_LENGTH', false, ecu, 1, false);
    log.odd(bytes.subarray(0, 22), 'BAD_LENGTH', false, ecu, 1, false);
    expect(readRows(log, 0, 2)).toMatchObject([
      { type: 'RPC', url: '/a/b', paramLength: 12, dataLength: 8, length: 30, preview: '"01234' },
      { type: 'RPC', url: '/a', paramLength: 12, dataLength: 8, length: 22, preview: '' },
    ]);
  });

  it('forgets a connection with its last packet', () => {
    const log = new TrafficLog({ cap: 32_768 });
    for (let id = 1; id <= 3_000; id++) tell(log, packet(), false, false, tapConnection(id), 0);
    const rows = readRows(log, log.first, log.end);
    expect(rows.map((row) => row.connection)).toEqual(rows.map((row) => `connection ${row.index + 1}`));
    expect(log.connection(1)).toBeUndefined();
    expect(log.connection(3_000)).toBeDefined();
  });

  it('tells once that it has grown, until it is armed again', () => {
    let told = 0;
    const log = new TrafficLog({ onChange: () => told++ });
    filled(log, 100);
    expect(told).toBe(1);
    log.rearm();
    expect(told).toBe(1);
    filled(log, 100);
    expect(told).toBe(2);
  });

  it('says how many packets and bytes came in the last second', () => {
    let now = 0;
    const log = new TrafficLog({ now: () => now });
    for (; now < 5_000; now += 10) {
      filled(log, 2);
      log.stats();
    }
    expect(log.stats().packetsPerSecond).toBeCloseTo(200, -1);
    expect(log.stats().bytesPerSecond).toBeCloseTo(200 * 24, -3);
    for (const stop = now + 2_000; now < stop; now += 50) log.stats();
    expect(log.stats().packetsPerSecond).toBe(0);
  });

  it('shows a stream by its ends, and what is said to position servers', () => {
    const log = new TrafficLog();
    const asked = { ...ecu, id: 8, quickLocal: '127.0.0.1:5', quickRemote: '127.0.0.1:54' };
    const error = 'CONNECTION_LOST';
    log.other({ kind: 'STREAM_OPEN', tunnelId: 5_000 }, ecu, 1);
    log.other({ kind: 'STREAM_CLOSE', tunnelId: 5_000, sentBytes: 7, receivedBytes: 1e12, error: undefined }, ecu, 2);
    log.other({ kind: 'STREAM_CLOSE', tunnelId: 5_001, sentBytes: 0, receivedBytes: 0, error }, ecu, 3);
    log.other({ kind: 'POSITION', bytes: Buffer.from('{"name":"x"}'), sent: true, malformed: false }, asked, 4);
    log.other({ kind: 'POSITION', bytes: Buffer.from([0xff]), sent: false, malformed: true }, asked, 5);
    expect(readRows(log, 0, 5)).toMatchObject([
      { type: 'STREAM_OPEN', tunnelId: 5_000, length: 0, channel: 'normal', preview: '', local: ecu.local, odd: [] },
      { type: 'STREAM_CLOSE', tunnelId: 5_000, length: 0, preview: '{"sentBytes":7,"receivedBytes":1000000000000}' },
      { type: 'STREAM_CLOSE', preview: '{"sentBytes":0,"receivedBytes":0,"error":"CONNECTION_LOST"}' },
      { type: 'POSITION', direction: 'sent', channel: 'quick', length: 12, remote: '127.0.0.1:54', reply: false },
      { type: 'POSITION', direction: 'received', reply: true, odd: ['BAD_POSITION'] },
    ]);
    expect(readPacket(log, 0).fields).toEqual([{ name: 'tunid', offset: 0, length: 0, text: '5000' }]);
    expect(readPacket(log, 2)).toMatchObject({
      json: true,
      fields: [
        { name: 'tunid', text: '5001' },
        { name: 'param', offset: 0, length: 59 },
      ],
    });
    expect(readPacket(log, 3).fields).toEqual([{ name: 'param', offset: 0, length: 12, text: '{"name":"x"}' }]);
    expect(log.stats()).toMatchObject({ odd: 1, malformed: 0 });
  });

  it('counts what it knows of connections under the cap', () => {
    const log = new TrafficLog({ cap: 1_048_576 });
    for (let id = 1; id <= 20_000; id++) {
      log.odd(packet(), 'STRANGER', true, tapConnection(id), 0, false);
      expect(log.stats().bytes).toBeLessThanOrEqual(1_048_576);
    }
    expect(log.stats().evictedPackets).toBeGreaterThan(17_000);
    expect(log.connections.length).toBeLessThan(2_048);
  });

  it('keeps the packets of any number of strangers, but the ends of 65,536 only', () => {
    const log = new TrafficLog();
    for (let id = 1; id <= 70_000; id++) log.odd(packet(), 'STRANGER', true, tapConnection(id), 0, false);
    expect(log.stats().evictedPackets).toBe(0);
    const [known, unknown] = [65_535, 65_536].map((index) => readRows(log, index, index + 1)[0]);
    expect(known).toMatchObject({ connection: 'connection 65536', connectionId: 65_536 });
    expect(unknown).toMatchObject({ connection: '', remote: '', connectionId: 65_537, odd: ['STRANGER'] });
  });
});
