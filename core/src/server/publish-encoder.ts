import { PacketType } from '../packet/constants.ts';
import { checkedRoom, type EncodedParam, encodeInto } from '../packet/encoder.ts';

const SCRATCH = 65_536;

/** Encodes what is for several clients, in memory that is used again. */
export class PublishEncoder {
  readonly #scratch = Buffer.allocUnsafeSlow(SCRATCH);

  /** The packet is valid until the next one is encoded. Throws as `encodePacket`. */
  encode(url: string, param: EncodedParam, data: Uint8Array, limit: number): Buffer {
    const room = checkedRoom(url, param, data, limit);
    const target = room <= SCRATCH ? this.#scratch : Buffer.allocUnsafe(room);
    return target.subarray(0, encodeInto(target, 0, PacketType.PUBLISH, 0, 0, 0, 0, url, param, data, limit));
  }
}
