import { describe, expect, it } from 'vitest';
import { TrafficLog } from '../../traffic/log.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { never, rowsOf, sourceOf } from './support.ts';

const RPC = 1;
const SUBSCRIBE = 2;
const PINGECHO = 0xff;
const client = tapConnection(1);
const server = { ...tapConnection(2), role: 'server' as const };

type Sent = [type: number, seqno: number, what: 'asks' | 'answers', time: number, of?: typeof client | typeof server];

function logOf(packets: Sent[], log = new TrafficLog()): TrafficLog {
  for (const [type, seqno, what, time, of = client] of packets) {
    const isAnswer = what === 'answers';
    const sent = (of.role === 'client') !== isAnswer;
    tell(log, packet({ type, seqno, flags: isAnswer ? 1 : 0, url: isAnswer ? '' : '/asked' }), sent, false, of, time);
  }
  return log;
}

const pairsOf = (log: TrafficLog) =>
  rowsOf(sourceOf(log)).map((row) => (row.unanswered ? 'unanswered' : (row.pair?.index ?? null)));

describe('requests and replies', () => {
  it('are paired by seqno, whatever their order, with the time between them and the url of the request', () => {
    const log = logOf([
      [RPC, 1, 'asks', 10],
      [RPC, 2, 'asks', 20],
      [RPC, 2, 'answers', 25.5],
      [RPC, 1, 'answers', 110],
    ]);
    expect(rowsOf(sourceOf(log)).map((row) => row.pair)).toEqual([
      { index: 3, rttMs: 100, url: '/asked' },
      { index: 2, rttMs: 5.5, url: '/asked' },
      { index: 1, rttMs: 5.5, url: '/asked' },
      { index: 0, rttMs: 100, url: '/asked' },
    ]);
  });

  it.each([
    ['of the handshake', 0],
    ['of RPC', RPC],
    ['of SUBSCRIBE', SUBSCRIBE],
    ['of UNSUBSCRIBE', 3],
    ['of PINGECHO', PINGECHO],
  ])('%s are paired at both ends, each in its own connection', (_, type) => {
    const log = logOf([
      [type, 7, 'asks', 1, client],
      [type, 7, 'asks', 2, server],
      [type, 7, 'answers', 3, server],
      [type, 7, 'answers', 4, client],
    ]);
    expect(pairsOf(log)).toEqual([3, 2, 1, 0]);
  });

  it('of one seqno but different types do not meet', () => {
    const log = logOf([
      [RPC, 1, 'asks', 1],
      [PINGECHO, 1, 'asks', 2],
      [SUBSCRIBE, 1, 'answers', 3],
      [PINGECHO, 1, 'answers', 4],
    ]);
    expect(pairsOf(log)).toEqual(['unanswered', 3, null, 1]);
  });

  it('that go the same way do not meet', () => {
    const log = new TrafficLog();
    tell(log, packet({ type: RPC, seqno: 1 }), true, false, client, 1);
    tell(log, packet({ type: RPC, seqno: 1, flags: 1 }), true, false, client, 2);
    expect(pairsOf(log)).toEqual(['unanswered', null]);
  });

  it('meet again and again when the seqno wraps around', () => {
    const packets: Sent[] = [];
    for (let n = 0; n < 3; n++) packets.push([RPC, 65_535, 'asks', n], [RPC, 65_535, 'answers', n]);
    expect(pairsOf(logOf(packets))).toEqual([1, 0, 3, 2, 5, 4]);
  });

  it('leave the older of two requests with one seqno unanswered', () => {
    const log = logOf([
      [RPC, 1, 'asks', 1],
      [RPC, 1, 'asks', 2],
      [RPC, 1, 'answers', 3],
    ]);
    expect(pairsOf(log)).toEqual(['unanswered', 2, 1]);
  });

  it('leave the second of two replies alone', () => {
    const log = logOf([
      [RPC, 1, 'asks', 1],
      [RPC, 1, 'answers', 2],
      [RPC, 1, 'answers', 3],
    ]);
    expect(pairsOf(log)).toEqual([1, 0, null]);
  });

  it('pair also a reply that came too late, and one that is odd', () => {
    const log = logOf([[RPC, 1, 'asks', 1]]);
    log.odd(packet({ type: RPC, seqno: 1, flags: 1 }), 'UNEXPECTED_REPLY', false, client, 70_000, false);
    expect(pairsOf(log)).toEqual([1, 0]);
  });

  it('do not wait for what never gets a reply', () => {
    const log = logOf([
      [RPC, 3 << 16, 'asks', 1],
      [4, 0, 'asks', 2],
      [5, 1, 'asks', 3],
      [0xfe, 1, 'asks', 4],
    ]);
    tell(log, packet({ type: RPC, seqno: 1 }), true, true, client, 5);
    expect(pairsOf(log)).toEqual([null, null, null, null, null]);
  });

  it('to a position server are paired, at both ends', () => {
    const log = new TrafficLog();
    const ask = (sent: boolean, of: typeof client | typeof server, time: number) =>
      log.other({ kind: 'POSITION', bytes: Buffer.from('{}'), sent, malformed: false }, of, time);
    ask(true, client, 1);
    ask(false, server, 2);
    ask(true, server, 3);
    ask(false, client, 4);
    expect(pairsOf(log)).toEqual([3, 2, 1, 0]);
    expect(rowsOf(sourceOf(log)).map((row) => row.reply)).toEqual([false, false, true, true]);
  });

  it('are found although they come while the log is looked at', () => {
    const log = logOf([[RPC, 1, 'asks', 1]]);
    const source = sourceOf(log);
    expect(rowsOf(source)[0]).toMatchObject({ pair: null, unanswered: true });
    logOf([[RPC, 1, 'answers', 2]], log);
    expect(rowsOf(source)[0]).toMatchObject({ pair: null, unanswered: true });
    source.advance(never);
    expect(rowsOf(source)[0]).toMatchObject({ pair: { index: 1 }, unanswered: false });
  });

  it('that were not looked at yet are not called unanswered', () => {
    const source = sourceOf(new TrafficLog());
    logOf([[RPC, 1, 'asks', 1]], source.log);
    expect(rowsOf(source)[0]).toMatchObject({ unanswered: false });
  });

  it('lose their other half when it is evicted', () => {
    const log = logOf([[RPC, 1, 'asks', 1]], new TrafficLog({ cap: 65_536 }));
    const source = sourceOf(log);
    while (log.first === 0) logOf([[4, 0, 'asks', 2]], log);
    logOf([[RPC, 1, 'answers', 3]], log);
    source.advance(never);
    expect(rowsOf(source).at(-1)).toMatchObject({ pair: null, unanswered: false });
    logOf(
      [
        [RPC, 2, 'asks', 4],
        [RPC, 2, 'answers', 5],
      ],
      log,
    );
    source.advance(never);
    expect(rowsOf(source).at(-1)?.pair).toEqual({ index: log.end - 2, rttMs: 1, url: '/asked' });
  });

  it('are forgotten where nobody answers, the oldest first, and the others still meet', () => {
    const log = new TrafficLog();
    const source = sourceOf(log);
    const count = 300_000;
    for (let n = 0; n < count; n++) {
      tell(log, packet({ type: RPC, seqno: n & 0xffff }), true, false, tapConnection(1 + (n >>> 16)), n);
    }
    source.advance(never);
    for (let n = count - 1_000; n < count; n++) {
      tell(log, packet({ type: RPC, seqno: n & 0xffff, flags: 1 }), false, false, tapConnection(1 + (n >>> 16)), count);
    }
    source.advance(never);
    expect(rowsOf(source, count, log.end).map((row) => row.pair?.index)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => count - 1_000 + n),
    );
  });
});
