import { bench, describe } from 'vitest';
import { TrafficLog } from '../../traffic/log.ts';
import { packet, tapConnection, tell } from '../packets.ts';

const BATCH = 1_000;

/** What the traffic log costs a packet: the time shown is that of 1,000 packets. Run by hand: npx vitest bench. */
describe('appending 1,000 packets', () => {
  const connections = [tapConnection(1), tapConnection(2)];
  for (const [name, size] of [
    ['20 bytes of param', 20],
    ['200 bytes of param', 200],
    ['2,000 bytes of param', 2_000],
  ] as const) {
    const log = new TrafficLog({ cap: 64 * 1_048_576 });
    const packets = Array.from({ length: 100 }, (_, n) =>
      packet({ url: `/vehicle/signals/topic-${n}`, param: 'x'.repeat(size), seqno: n }),
    );
    let n = 0;
    bench(name, () => {
      for (let at = 0; at < BATCH; at++, n++) {
        tell(log, packets[n % 100] as Buffer, false, false, connections[n % 2] as (typeof connections)[0], n);
      }
    });
  }
});
