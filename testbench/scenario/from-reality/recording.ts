import { encodePacket, PacketType, type TapConnection } from '@vsoa-testbench/core';
import { ByteBuffer } from '../../capture/write/byte-buffer.ts';
import { PcapngEncoder } from '../../capture/write/pcapng.ts';
import type { SeenTopic } from './observed.ts';

/** What was published on these topics, as a capture; nothing else of the connection, so no password either. */
export function recordingOf(topics: readonly SeenTopic[], ecu: string): Uint8Array {
  const encoder = new PcapngEncoder();
  const out = new ByteBuffer();
  encoder.start(out);
  const connection = recordedConnection(ecu);
  const all = topics.flatMap(({ url, values }) => values.map((value) => ({ url, value })));
  for (const [index, { url, value }] of all.toSorted((one, other) => one.value.time - other.value.time).entries()) {
    const { param, data, quick, time } = value;
    const bytes = encodePacket({ type: PacketType.PUBLISH, url, param, data });
    const content = { kind: 'PACKET', bytes, sent: false, quick, odd: null } as const;
    encoder.add({ index, time, connection, content, marked: false, pair: null }, out);
  }
  return Uint8Array.from(out.written);
}

function recordedConnection(label: string): TapConnection {
  const [local, remote] = ['127.0.0.1:50000', '127.0.0.1:3000'];
  return { id: 1, role: 'client', local, remote, quickLocal: local, quickRemote: remote, label };
}
