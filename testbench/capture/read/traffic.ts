import type { CaptureSink } from '../types.ts';
import { ConnectionIds } from './connections.ts';
import type { Frame } from './frame.ts';
import { type IpPayload, IpReader, TCP, UDP } from './ip.ts';
import { findIp, UNKNOWN_LINK } from './link.ts';
import { OwnTraffic } from './own.ts';
import { readSegment } from './segment.ts';
import { TcpTraffic } from './tcp.ts';
import { UdpTraffic } from './udp.ts';
import type { Warnings } from './warnings.ts';

const UDP_HEADER = 8;

/** Finds the VSOA traffic in the frames of a file. What is none is counted. */
export class FileTraffic {
  readonly #warnings: Warnings;
  readonly #ip = new IpReader();
  readonly #own: OwnTraffic;
  readonly #tcp: TcpTraffic;
  readonly #udp: UdpTraffic;
  #otherFrames = 0;

  constructor(sink: CaptureSink, warnings: Warnings) {
    const ids = new ConnectionIds();
    this.#warnings = warnings;
    this.#own = new OwnTraffic(sink, ids, warnings);
    this.#udp = new UdpTraffic(sink, ids);
    this.#tcp = new TcpTraffic({ sink, ids, warnings, onQuick: (connection) => this.#udp.announce(connection) });
  }

  add(frame: Frame): void {
    const { linkType, bytes, time, note, offset } = frame;
    const at = findIp(linkType, bytes);
    if (at === UNKNOWN_LINK) {
      const message = `frames of link type ${linkType} cannot be read`;
      this.#warnings.add('UNKNOWN_LINK_TYPE', message, { offset });
      return;
    }
    const payload = at < 0 ? undefined : this.#ip.read(bytes.subarray(at), time);
    if (!payload) {
      this.#otherFrames += 1;
      return;
    }
    if (payload.bytes.length < payload.length) {
      this.#warnings.add('SNAPPED', 'frames were cut when they were captured', { offset });
    }
    if (note && this.#addOwn(frame, payload)) return;
    if (payload.protocol === TCP) this.#tcp.add(payload, time);
    else if (payload.protocol === UDP) this.#udp.add(payload, time);
    else this.#otherFrames += 1;
  }

  finish(): void {
    this.#own.finish();
    this.#tcp.finish();
    const counts = [
      [this.#tcp.other, 'TCP segments with content'],
      [this.#udp.other, 'UDP packets'],
      [this.#otherFrames, 'other frames'],
    ] as const;
    const count = counts.reduce((sum, [some]) => sum + some, 0);
    if (count === 0) return;
    const texts = counts.filter(([some]) => some > 0).map(([some, what]) => `${some} ${what}`);
    this.#warnings.add('NO_VSOA', `not shown, as it is no VSOA: ${texts.join(', ')}`, { count });
  }

  /** False where somebody else's frame has a comment like ours. */
  #addOwn({ note, time }: Frame, payload: IpPayload): boolean {
    if (!note) return false;
    if (payload.protocol === UDP && payload.bytes.length >= UDP_HEADER) {
      const from = { ip: payload.source, port: payload.bytes.readUInt16BE(0) };
      const to = { ip: payload.target, port: payload.bytes.readUInt16BE(2) };
      const bytes = payload.bytes.subarray(UDP_HEADER);
      this.#own.add({ from, to, quick: true, bytes, length: payload.length - UDP_HEADER, time }, note);
      return true;
    }
    const segment = payload.protocol === TCP ? readSegment(payload, time) : undefined;
    if (!segment) return false;
    const { from, to, bytes, length } = segment;
    this.#own.add({ from, to, quick: false, bytes, length, time }, note);
    return true;
  }
}
