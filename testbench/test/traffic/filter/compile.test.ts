import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../traffic/filter/compile.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { TrafficLog } from '../../../traffic/log.ts';
import { Selection } from '../../../traffic/selection.ts';
import type { Source } from '../../../traffic/source.ts';
import { packet, tapConnection, tell } from '../../packets.ts';
import { never, sourceOf } from '../support.ts';

const REPLY = 1;
const TUNNEL = 2;
const SET = 4;
const noon = new Date(2026, 0, 31, 12, 0, 0).getTime();

const adas = tapConnection(1, 'ADAS');
const seat = {
  ...tapConnection(2, 'seat mock'),
  role: 'server' as const,
  quickLocal: '[::1]:5',
  quickRemote: '[::1]:6',
};

function example(): Source {
  const log = new TrafficLog();
  const put = (parts: Parameters<typeof packet>[0], seconds: number, { sent = false, quick = false, of = adas } = {}) =>
    tell(log, packet(parts), sent, quick, of, noon + seconds * 1_000);
  put({ type: 0, param: '{"passwd":"x"}', flags: TUNNEL, tunid: 777 }, 0, { sent: true });
  put({ type: 0, flags: REPLY, param: '{"name":"ADAS Unit"}' }, 0.005);
  put({ type: 1, seqno: 1, url: '/vehicle/door', param: '{"open":true,"n":[1,{"x":7}]}', flags: SET }, 1, {
    sent: true,
  });
  put({ type: 1, seqno: 1, flags: REPLY, status: 2 }, 1.08);
  put({ type: 1, seqno: 2, url: '/vehicle/seat', param: '"open"' }, 2, { sent: true });
  put(
    {
      type: 4,
      url: '/Vehicle/DOOR/left',
      param: '{"speed":88.5,"gear":"D"}',
      data: Buffer.from('00deadbeef00', 'hex'),
    },
    3,
  );
  put({ type: 4, url: '/vehicle/speed', param: '{"\\u0073peed":20}' }, 4, { quick: true, of: seat });
  put({ type: 5, seqno: 9, url: '/note', data: Buffer.alloc(3_000) }, 5, { quick: true, of: seat, sent: true });
  put({ type: 6, flags: REPLY, status: 5 }, 6, { of: seat, sent: true });
  log.odd(Buffer.from('GET /door HTTP/1.1'), 'BAD_MAGIC', false, adas, noon + 7_000, false);
  log.odd(packet({ type: 0x42, url: '/odd' }), 'UNKNOWN_TYPE', false, adas, noon + 8_000, false);
  log.other({ kind: 'STREAM_OPEN', tunnelId: 4_000 }, adas, noon + 9_000);
  log.other(
    { kind: 'STREAM_CLOSE', tunnelId: 4_000, sentBytes: 5, receivedBytes: 9, error: 'CONNECTION_LOST' },
    adas,
    noon + 9_500,
  );
  log.other(
    { kind: 'POSITION', bytes: Buffer.from('{"name":"Seat"}'), sent: true, malformed: false },
    adas,
    noon + 10_000,
  );
  log.other({ kind: 'POSITION', bytes: Buffer.from('what?'), sent: false, malformed: true }, adas, noon + 10_250);
  const source = sourceOf(log);
  source.mark(5, true);
  return source;
}

const source = example();

function found(filter: string, of = source): number[] {
  const parsed = parseFilter(filter);
  if (parsed === null) throw new Error('empty');
  const selection = new Selection(of.log, compileFilter(parsed, { log: of.log, marks: of.marks, now: noon + 11_000 }));
  selection.advance(of.log.end, never);
  return Array.from({ length: selection.end }, (_, position) => selection.indexAt(position) ?? -1);
}

describe('a filter finds', () => {
  it.each<[string, number[]]>([
    ['type == rpc', [2, 3, 4]],
    ['type in {servinfo, qossetup}', [0, 1, 8]],
    ['type == unknown', [9, 10]],
    ['type == 0x42', [10]],
    ['type != rpc && type != publish && normal', [0, 1, 8, 9, 10, 11, 12]],
    ['type == stream_open || type == STREAM_CLOSE', [11, 12]],
    ['type == position', [13, 14]],
    ['sent', [0, 2, 4, 7, 8, 11, 12, 13]],
    ['received && normal', [1, 3, 5, 9, 10]],
    ['direction == received', [1, 3, 5, 6, 9, 10, 14]],
    ['quick', [6, 7, 13, 14]],
    ['channel == normal && type == publish', [5]],
    ['reply', [1, 3, 8, 14]],
    ['request', [0, 2, 4, 13]],
    ['failed', [3]],
    ['unanswered', [4]],
    ['odd', [9, 10, 14]],
    ['odd == BAD_MAGIC', [9]],
    ['odd == bad_position', [14]],
    ['odd != BAD_MAGIC', [10, 14]],
    ['malformed', [9]],
    ['marked', [5]],
    ['status == 0', [1]],
    ['status != 0', [3]],
    ['status >= 0', [1, 3]],
    ['priority == 5', [8]],
    ['method == set', [2]],
    ['method != set', [4]],
    ['method == GET', [4]],
    ['seqno == 1', [2, 3]],
    ['seqno > 1', [4, 7]],
    ['tunid == 777', [0]],
    ['tunid == 4000', [11, 12]],
    ['tunid > 0', [0, 11, 12]],
    ['length > 1000', [7]],
    ['length > 1KiB && length <= 3028', [7]],
    ['paramlength == 6', [4]],
    ['datalength in {6, 3000}', [5, 7]],
    ['index < 2', [0, 1]],
    ['index in {3, 5}', [3, 5]],
    ['url == /vehicle/door', [2, 3]],
    ['url != /vehicle/door && type == rpc', [4]],
    ['url contains DOOR', [2, 3, 5]],
    ['url =~ /door/', [2, 3]],
    ['url =~ /DOOR$/i', [2, 3]],
    ['url == ""', [0, 1, 8, 9, 11, 12, 13, 14]],
    ['url in {/vehicle/door, ""}', [0, 1, 2, 3, 8, 9, 11, 12, 13, 14]],
    ['device in {ADAS, nobody} && url in {/vehicle/door, /none}', [2, 3]],
    ['!(url in {""}) && url in {/VEHICLE/DOOR}', []],
    ['type == rpc && url =~ /door/ && status != 0', [3]],
    ['door', [2, 3, 5]],
    ['SPEED', [5, 6]],
    ['"unit"', [1]],
    ['vehicle left', [5]],
    ['device == "adas" && type == rpc', [2, 3, 4]],
    ['device contains mock', [6, 7, 8]],
    ['device =~ /^seat/', [6, 7, 8]],
    ['side == mock', [6, 7, 8]],
    ['remote == "[::1]:6"', [6, 7]],
    ['local == 127.0.0.1:1 && side == mock', [8]],
    ['param contains "OPEN"', [2, 4]],
    ['param contains 0x226f', [2, 4]],
    ['param == open', [4]],
    ['param == "\\"open\\""', [4]],
    ['param != "" && type == rpc', [2, 4]],
    ['param =~ /"n":\\[1/', [2]],
    ['param contains Seat', [13]],
    ['data contains 0xdeadbeef', [5]],
    ['data contains 0xbeefde', []],
    ['data == 0x00deadbeef00', [5]],
    ['bytes contains "http"', [9]],
    ['bytes contains 0x474554', [9]],
    ['param.open == true', [2]],
    ['param.open != false', [2]],
    ['param.n[1].x == 7', [2]],
    ['param.n[1]', [2]],
    ['param.n[5]', []],
    ['param.speed > 80', [5]],
    ['param.speed < 80', [6]],
    ['param.speed', [5, 6]],
    ['param.speed == "88.5"', []],
    ['param.gear in {P, D}', [5]],
    ['param.gear =~ /d/i', [5]],
    ['param["name"] contains unit', [1]],
    ['param.receivedBytes == 9', [12]],
    ['time > -3s', [11, 12, 13, 14]],
    ['time >= 12:00:09.500', [12, 13, 14]],
    ['time < 12:00:00.005', [0]],
    [`time == ${noon + 1_080}`, [3]],
    [`time < ${new Date(noon + 1_000).toISOString()}`, [0, 1]],
    ['rtt > 50ms', [2, 3, 13, 14]],
    ['rtt <= 50ms', [0, 1]],
    ['rtt in {80, 250}', [2, 3, 13, 14]],
    ['rtt == 250', [13, 14]],
    ['!(type == rpc || quick || odd)', [0, 1, 5, 8, 11, 12]],
    ['not not quick', [6, 7, 13, 14]],
    ['(door || quick) && !(sent && normal)', [3, 5, 6, 7, 13, 14]],
  ])('%s', (filter, indices) => expect(found(filter)).toEqual(indices));

  it('the url of a reply in the chunk after that of its request', () => {
    const log = new TrafficLog();
    tell(log, packet({ type: 1, seqno: 5, url: '/asked' }), true, false, adas, 1);
    for (let n = 0; n < 5; n++) tell(log, packet({ data: Buffer.alloc(250_000) }), false, false, adas, 2);
    tell(log, packet({ type: 1, seqno: 5, flags: REPLY }), false, false, adas, 3);
    expect(log.chunks.length).toBeGreaterThan(1);
    expect(found('url == /asked', sourceOf(log))).toEqual([0, 6]);
    expect(found('rtt == 2', sourceOf(log))).toEqual([0, 6]);
  });

  it('urls that are too many or too long to be known by number', () => {
    const log = new TrafficLog();
    for (let n = 0; n < 66_000; n++) tell(log, packet({ url: `/u/${n}` }), false, false, adas, n);
    tell(log, packet({ url: `/${'x'.repeat(60_000)}` }), false, false, adas, 66_000);
    const of = sourceOf(log);
    expect(found('url == /u/65999', of)).toEqual([65_999]);
    expect(found('url =~ /x{60000}/', of)).toEqual([66_000]);
  });

  it('bytes only where they belong: not in the header, the next packet or memory that was used before', () => {
    const log = new TrafficLog({ cap: 65_536 });
    const needle = Buffer.from('needle');
    for (let n = 0; n < 5_000; n++) tell(log, packet({ param: 'needle', data: needle }), false, false, adas, n);
    const first = log.end;
    tell(log, packet({ url: '/needle', param: 'nee', data: Buffer.from('dle') }), false, false, adas, 1);
    tell(log, packet({ param: 'nee' }), false, false, adas, 1);
    tell(log, Buffer.from('dle'), false, false, adas, 1);
    const of = sourceOf(log);
    expect(found(`param contains needle && index >= ${first}`, of)).toEqual([]);
    expect(found(`data contains needle && index >= ${first}`, of)).toEqual([]);
    expect(found(`bytes contains needle && index >= ${first}`, of)).toEqual([first]);
    expect(found('param contains needle', of)).toHaveLength(first - log.first);
  });
});
