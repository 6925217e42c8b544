import { isUtf8 } from 'node:buffer';
import { LearnedShapes } from './json/learned.ts';
import { Flag, statusName } from './packet/constants.ts';
import type { PacketView } from './packet/view.ts';
import type { JsonValue } from './payload.ts';

/** Of all connections: those that subscribe to the same topics share what was learned. */
const shapes = new LearnedShapes();

/** What arrives. Getters are lazy: nothing is parsed that nobody reads. */
export interface Message {
  /** '' in replies. */
  readonly url: string;
  /** Parsed JSON; a Buffer where it is no JSON, or in raw mode; undefined where absent. */
  readonly param: JsonValue | Buffer | undefined;
  /** As on the wire; length 0 where absent. */
  readonly paramBytes: Buffer;
  /** Length 0 where absent. */
  readonly data: Buffer;
  /** Came over UDP. */
  readonly quick: boolean;
}

/** An RPC as its handler sees it. */
export interface Request extends Message {
  readonly method: 'GET' | 'SET';
  /** Pairs the reply with it. */
  readonly seqno: number;
}

/** The answer to an RPC, whatever its status. */
export interface Reply extends Message {
  readonly status: number;
  readonly statusName: string;
  /** Port of the stream that the server offers; 0 where it offers none. */
  readonly tunnelId: number;
  /** ms from the encoding of the request to the arrival of the reply. */
  readonly rtt: number;
}

export class ReceivedMessage implements Message {
  readonly quick: boolean;
  // Not #private: these are made for every packet, and plain fields are cheaper.
  protected readonly packet: PacketView;
  private readonly raw: boolean;
  private parsed: JsonValue | Buffer | undefined = undefined;

  constructor(packet: PacketView, raw: boolean, quick: boolean) {
    this.packet = packet;
    this.raw = raw;
    this.quick = quick;
  }

  get url(): string {
    return this.packet.url;
  }

  get param(): JsonValue | Buffer | undefined {
    if (this.parsed === undefined && this.packet.paramLength > 0) {
      this.parsed = this.raw ? this.packet.param : read(this.packet);
    }
    return this.parsed;
  }

  get paramBytes(): Buffer {
    return this.packet.param;
  }

  get data(): Buffer {
    return this.packet.data;
  }
}

export class ReceivedRequest extends ReceivedMessage implements Request {
  /** `later`: the handler has left it to `RemoteClient.reply`. */
  answering: 'due' | 'later' | 'done' = 'due';
  /** Who answers it. */
  readonly owner: object;

  constructor(packet: PacketView, raw: boolean, owner: object) {
    super(packet, raw, false);
    this.owner = owner;
  }

  /** Bytes of its packet. */
  get length(): number {
    return this.packet.length;
  }

  get seqno(): number {
    return this.packet.seqno;
  }

  get method(): 'GET' | 'SET' {
    return (this.packet.flags & Flag.SET) === 0 ? 'GET' : 'SET';
  }
}

export class ReceivedReply extends ReceivedMessage implements Reply {
  readonly rtt: number;

  constructor(packet: PacketView, raw: boolean, rtt: number) {
    super(packet, raw, false);
    this.rtt = rtt;
  }

  get status(): number {
    return this.packet.status;
  }

  get statusName(): string {
    return statusName(this.packet.status);
  }

  get tunnelId(): number {
    return (this.packet.flags & Flag.TUNNEL) === 0 ? 0 : this.packet.tunid;
  }
}

function read(packet: PacketView): JsonValue | Buffer {
  return packet.paramAs(shapes) ?? parse(packet.paramText, packet);
}

/** The JSON in `bytes`, or `bytes` where they hold none. */
export function parseParam(bytes: Buffer): JsonValue | Buffer {
  return parse(bytes.toString('utf8'), { param: bytes });
}

function parse(text: string, source: { readonly param: Buffer }): JsonValue | Buffer {
  // Bytes that are no UTF-8 decode to U+FFFD; JSON with such a character in it is looked at twice.
  if (text.includes('\ufffd') && !isUtf8(source.param)) return source.param;
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return source.param;
  }
}
