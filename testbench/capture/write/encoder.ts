import type { SavedPacket } from '../types.ts';
import type { ByteBuffer } from './byte-buffer.ts';

/** One file format, as it is written. */
export interface Encoder {
  /** What every file starts with. */
  start(out: ByteBuffer): void;
  add(packet: SavedPacket, out: ByteBuffer): void;
}
