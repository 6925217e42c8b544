import { HEADER_LENGTH, MAX_PACKET } from '@vsoa-testbench/core';

const STATUS_AT = 3;
const SEQNO_AT = 4;
const URL_LENGTH_AT = 10;
const PARAM_LENGTH_AT = 12;
const DATA_LENGTH_AT = 16;

/** With so many bytes changed to others, from `offset` on or anywhere. */
export function corrupted(packet: Buffer, bytes: number, offset: number | undefined, random: () => number): Buffer {
  const changed = Buffer.from(packet);
  for (let done = 0; done < Math.min(bytes, packet.length); done += 1) {
    const at = offset === undefined ? Math.floor(random() * packet.length) : offset + done;
    // Not 0, which would change nothing.
    if (at < changed.length) changed[at] = changed[at]! ^ (1 + Math.floor(random() * 255));
  }
  return changed;
}

export function withStatus(packet: Buffer, status: number): Buffer {
  const changed = Buffer.from(packet);
  changed[STATUS_AT] = status;
  return changed;
}

export function withSeqno(packet: Buffer, by: number): Buffer {
  const changed = Buffer.from(packet);
  changed.writeUInt32BE((changed.readUInt32BE(SEQNO_AT) + by) >>> 0, SEQNO_AT);
  return changed;
}

/** Its header declares that the whole has `length` bytes, by default one more than there may be. */
export function oversized(packet: Buffer, length: number = MAX_PACKET + 1): Buffer {
  const changed = Buffer.from(packet);
  const rest = HEADER_LENGTH + packet.readUInt16BE(URL_LENGTH_AT) + packet.readUInt32BE(PARAM_LENGTH_AT);
  changed.writeUInt32BE(Math.max(0, length - rest) >>> 0, DATA_LENGTH_AT);
  return changed;
}
