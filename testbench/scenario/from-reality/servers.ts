import type { TapConnection } from '@vsoa-testbench/core';
import { HEADER } from '../../traffic/chunk.ts';
import type { Source } from '../../traffic/source.ts';

/** A server that there is traffic of. */
export interface SeenServer {
  /** `host:port` */
  address: string;
  /** Name of the device or mock; '' where it has none. */
  label: string;
  packets: number;
}

/** `host:port` of the server of a connection, '' where it is not known. */
export function serverOf({ role, local, remote, quickLocal, quickRemote }: TapConnection): string {
  return role === 'client' ? remote || quickRemote : local || quickLocal;
}

/** Those that a scenario can be made of, the ones with the most packets first. */
export function serversIn({ log }: Source): SeenServer[] {
  const found = new Map<string, SeenServer>();
  for (const [connection, packets] of packetsOf(log.chunks)) {
    const known = log.connection(connection);
    const address = known && serverOf(known);
    if (!known || !address) continue;
    const server = found.get(address) ?? { address, label: known.label.includes(' → ') ? '' : known.label, packets: 0 };
    server.packets += packets;
    found.set(address, server);
  }
  return [...found.values()].toSorted((one, other) => other.packets - one.packets);
}

/** By connection; streams and position queries are no packets. */
function packetsOf(chunks: Source['log']['chunks']): Map<number, number> {
  const packets = new Map<number, number>();
  for (const { columns, count } of chunks) {
    for (let row = 0; row < count; row++) {
      if (((columns.kind[row] as number) & HEADER) === 0) continue;
      const connection = columns.connection[row] as number;
      packets.set(connection, (packets.get(connection) ?? 0) + 1);
    }
  }
  return packets;
}
