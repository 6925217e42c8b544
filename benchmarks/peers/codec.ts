import { Decoder, encodeInto, encodePacket, encodeParam, MAX_PACKET, PacketType } from '@vsoa-testbench/core';
import { CALL_URL, RPC_PARAM } from '../load.ts';

export interface CodecOptions {
  direction: 'encode' | 'decode';
}

const CHUNK = 65_536;
const WARM_UP_MS = 200;
const MEASURE_MS = 300;
const NOTHING = new Uint8Array(0);

/** Packets a second in memory: the param is given as text, as a caller has it, and read as far as its bytes. */
export async function measure({ direction }: CodecOptions): Promise<{ rate: number }> {
  const param = encodeParam(RPC_PARAM);
  const target = Buffer.allocUnsafe(CHUNK);
  const encodeChunk = () => {
    let end = 0;
    let count = 0;
    while (end < CHUNK - 512) {
      end = encodeInto(target, end, PacketType.RPC, 0, 0, count, 0, CALL_URL, param, NOTHING, MAX_PACKET);
      count += 1;
    }
    return count;
  };

  const packet = encodePacket({ type: PacketType.RPC, url: CALL_URL, param: RPC_PARAM });
  const stream = Buffer.concat(Array.from({ length: Math.floor(CHUNK / packet.length) }, () => packet));
  const decoder = new Decoder();
  const decodeChunk = () => {
    let count = 0;
    decoder.push(stream, (view) => {
      if (view.url.length === CALL_URL.length) count += 1;
    });
    return count;
  };

  const work = direction === 'encode' ? encodeChunk : decodeChunk;
  rate(work, WARM_UP_MS);
  return { rate: rate(work, MEASURE_MS) };
}

function rate(work: () => number, ms: number): number {
  let count = 0;
  const started = performance.now();
  let now = started;
  while (now < started + ms) {
    count += work();
    now = performance.now();
  }
  return (count * 1_000) / (now - started);
}
