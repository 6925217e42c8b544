import type { ReceivedDatagram } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { announce } from '../../../state/announce.ts';

/** All of a datagram; says so and answers null where it is not held any more. */
export async function whole(deviceId: string, index: number): Promise<ReceivedDatagram | null> {
  const result = await bench().datagram({ id: deviceId, index });
  if (result.ok && result.value) return result.value;
  announce('datagrams.gone');
  return null;
}
