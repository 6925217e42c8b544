import { Flag, PacketType } from '@vsoa-testbench/core';
import { TrafficLog } from '../../../traffic/log.ts';
import { Pairs } from '../../../traffic/pairs.ts';
import { packet, tapConnection, tell } from '../../packets.ts';

/** The log that the examples of docs/filter.md are tried on, and when they are. */
export const NOW = new Date(2026, 1, 1, 12, 31, 0).getTime();

/**
 *  0, 1   adas: RPC GET /vehicle/door, answered after 60 ms with status 3
 *  2, 3   seat: RPC SET /vehicle/door, a param with doors, answered after 10 ms with success
 *  4      adas: RPC GET /never, not answered
 *  5, 6   adas: publishes of the speed, 81 and 20, the first over UDP
 *  7      adas: a publish of /blob, 70,000 bytes of data that begin with de ad be ef
 *  8      adas: garbage that came
 *  9, 10  adas: a ping and its answer after 2 s
 *  11     adas: a publish of /left door, in two words
 *  12     adas: a packet of the type 0x42
 */
export function knownLog(): TrafficLog {
  const log = new TrafficLog();
  const adas = { ...tapConnection(1, 'adas'), remote: '127.0.0.1:3005', quickRemote: '127.0.0.1:3005' };
  const seat = tapConnection(2, 'Seat control');
  const start = NOW - 60_000;
  const { RPC, PUBLISH, PINGECHO } = PacketType;
  tell(log, packet({ type: RPC, seqno: 1, url: '/vehicle/door' }), true, false, adas, start);
  tell(
    log,
    packet({ type: RPC, flags: Flag.REPLY, status: 3, seqno: 1, param: '{"error":"none"}' }),
    false,
    false,
    adas,
    start + 60,
  );
  const doors = '{"doors":[{"open":true}],"left door":{"state":"ajar"},"ok":true}';
  tell(
    log,
    packet({ type: RPC, flags: Flag.SET, seqno: 1, url: '/vehicle/door', param: doors }),
    true,
    false,
    seat,
    start + 100,
  );
  tell(log, packet({ type: RPC, flags: Flag.REPLY, seqno: 1 }), false, false, seat, start + 110);
  tell(log, packet({ type: RPC, seqno: 2, url: '/never' }), true, false, adas, start + 200);
  tell(log, packet({ type: PUBLISH, url: '/speed', param: '{"speed":81}' }), false, true, adas, NOW - 9_000);
  tell(log, packet({ type: PUBLISH, url: '/speed', param: '{"speed":20}' }), false, false, adas, NOW - 8_000);
  const blob = Buffer.alloc(70_000);
  blob.writeUInt32BE(0xdeadbeef);
  tell(log, packet({ type: PUBLISH, url: '/blob', data: blob }), false, false, adas, NOW - 7_000);
  log.odd(Buffer.from('GET / HTTP/1.1'), 'BAD_MAGIC', false, adas, NOW - 6_000, false);
  tell(log, packet({ type: PINGECHO, seqno: 3 }), true, false, adas, NOW - 5_000);
  tell(log, packet({ type: PINGECHO, flags: Flag.REPLY, seqno: 3 }), false, false, adas, NOW - 3_000);
  tell(log, packet({ type: PUBLISH, url: '/left door', param: '{"state":"open"}' }), false, false, adas, NOW - 2_000);
  log.odd(packet({ type: 0x42 }), 'UNKNOWN_TYPE', false, adas, NOW - 1_000, false);
  new Pairs(log).advance(() => false);
  return log;
}
