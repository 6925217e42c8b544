import { HEADER_LENGTH, MAX_PACKET } from './constants.ts';
import { asBuffer, checkMagic, declaredLength, PacketView } from './view.ts';

/**
 * Cuts a TCP byte stream into packets, whatever chunks it comes in. A packet that lies whole in a chunk is handed out
 * over that chunk's memory; only one that spans chunks is copied, once, into memory of its own. Its length is checked
 * against the limit before anything is kept for it.
 */
export class Decoder {
  readonly #limit: number;
  readonly #header = Buffer.allocUnsafeSlow(HEADER_LENGTH);
  /** Memory of the packet that spans chunks, once its header is whole. */
  #packet: Buffer | null = null;
  #kept = 0;
  #stopped = false;

  constructor(limit: number = MAX_PACKET) {
    this.#limit = limit;
  }

  /** What has arrived of the packet that is not whole yet. */
  get rest(): Buffer {
    return (this.#packet ?? this.#header).subarray(0, this.#kept);
  }

  /** Hands out nothing any more, not even what is left of the chunk that is being read. */
  stop(): void {
    this.#stopped = true;
    this.#packet = null;
    this.#kept = 0;
  }

  /**
   * Calls `handOut` for each packet that is whole with this chunk; `handOut` must not throw. The chunk must not be
   * written to afterwards. Throws `PacketError` where the stream is broken; the decoder has then stopped.
   */
  push(bytes: Uint8Array, handOut: (packet: PacketView) => void): void {
    if (this.#stopped) return;
    const chunk = asBuffer(bytes);
    let offset = this.#kept === 0 ? 0 : this.#complete(chunk, handOut);
    while (!this.#stopped && offset < chunk.length) {
      const length = this.#lengthAt(chunk, offset, chunk.length);
      if (length === 0 || chunk.length - offset < length) {
        this.#keep(chunk, offset, length);
        return;
      }
      const packet = new PacketView(chunk, offset);
      offset += length;
      handOut(packet);
    }
  }

  /** Length of the packet at `offset`, or 0 where its header is not whole. */
  #lengthAt(source: Buffer, offset: number, end: number): number {
    try {
      if (end - offset >= HEADER_LENGTH) return declaredLength(source, offset, this.#limit);
      checkMagic(source, offset);
      return 0;
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  #keep(chunk: Buffer, offset: number, length: number): void {
    if (length > 0) this.#packet = Buffer.allocUnsafe(length);
    this.#kept = chunk.copy(this.#packet ?? this.#header, 0, offset);
  }

  /** Adds the chunk to what is kept, and answers how much of it was used. */
  #complete(chunk: Buffer, handOut: (packet: PacketView) => void): number {
    let used = 0;
    if (this.#packet === null) {
      used = chunk.copy(this.#header, this.#kept);
      this.#kept += used;
      const length = this.#lengthAt(this.#header, 0, this.#kept);
      if (length === 0) return used;
      this.#packet = Buffer.allocUnsafe(length);
      this.#header.copy(this.#packet);
    }
    const copied = chunk.copy(this.#packet, this.#kept, used);
    used += copied;
    this.#kept += copied;
    if (this.#kept === this.#packet.length) {
      const packet = new PacketView(this.#packet, 0);
      this.#packet = null;
      this.#kept = 0;
      handOut(packet);
    }
    return used;
  }
}
