import type { Endpoint } from '../address.ts';
import { Assembler, type ByteListener } from './assembler.ts';
import type { FoundConnection } from './connections.ts';
import { senderOf } from './packet.ts';
import { type PacketListener, PacketScanner } from './scanner.ts';

export interface ConversationListener {
  /** Called once, when the conversation is found to be VSOA. */
  found(client: Endpoint, server: Endpoint): FoundConnection;
  packet(bytes: Buffer, sent: boolean, connection: FoundConnection, time: number): void;
  broken(
    bytes: Buffer,
    reason: 'BAD_MAGIC' | 'BAD_LENGTH',
    sent: boolean,
    connection: FoundConnection,
    time: number,
  ): void;
  missing(connection: FoundConnection, length: number): void;
  skipped(connection: FoundConnection, length: number): void;
  differs(connection: FoundConnection, length: number): void;
}

/** A TCP connection that may be VSOA, from its first to its last segment. */
export class Conversation {
  readonly #ends: [Endpoint, Endpoint];
  readonly #listener: ConversationListener;
  readonly #sides: [Side, Side];
  #clientIs: 0 | 1 | undefined;
  #connection: FoundConnection | undefined;

  constructor(ends: [Endpoint, Endpoint], listener: ConversationListener) {
    this.#ends = ends;
    this.#listener = listener;
    this.#sides = [this.#makeSide(0), this.#makeSide(1)];
  }

  get memory(): number {
    return this.#sides.reduce((sum, { assembler, scanner }) => sum + assembler.memory + scanner.memory, 0);
  }

  /** It is no VSOA, and need not be looked at any more. */
  get isOther(): boolean {
    if (this.#connection) return false;
    // A client speaks first, so that a connection whose client says something else is another.
    if (this.#clientIs !== undefined && this.#sides[this.#clientIs].scanner.gaveUp) return true;
    return this.#sides.every((side) => side.scanner.gaveUp);
  }

  get isVsoa(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether this side has sent anything, or begun to. */
  hasHeard(side: 0 | 1): boolean {
    return this.#sides[side].assembler.started;
  }

  /** A side's first segment: the next byte it sends has the sequence number after this one. */
  begin(side: 0 | 1, seq: number, answers: boolean): void {
    this.#clientIs ??= answers === (side === 0) ? 1 : 0;
    const { assembler, scanner } = this.#sides[side];
    if (assembler.started) return;
    assembler.start(seq + 1);
    scanner.begin();
  }

  segment(side: 0 | 1, seq: number, bytes: Buffer, length: number, time: number): void {
    if (length > 0) this.#sides[side].assembler.push(seq, bytes, length, time);
  }

  acked(side: 0 | 1, seq: number, time: number): void {
    this.#sides[side].assembler.acked(seq, time);
  }

  /** Hands out what waits for more. */
  finish(time: number): void {
    for (const { assembler, scanner } of this.#sides) {
      assembler.finish();
      scanner.finish(time);
    }
  }

  #makeSide(index: 0 | 1): Side {
    const scanner = new PacketScanner(this.#packetListener(index));
    const bytes: ByteListener = {
      bytes: (chunk, time) => scanner.bytes(chunk, time),
      gap: (length, time) => {
        if (this.#connection) this.#listener.missing(this.#connection, length);
        scanner.gap(length, time);
      },
      differ: (length) => {
        if (this.#connection) this.#listener.differs(this.#connection, length);
      },
    };
    return { assembler: new Assembler(bytes), scanner };
  }

  #packetListener(index: 0 | 1): PacketListener {
    return {
      isCertain: () => this.#connection !== undefined,
      packet: (bytes, time) => {
        const connection = this.#found(index, bytes);
        this.#listener.packet(bytes, index === this.#clientIs, connection, time);
      },
      broken: (bytes, reason, time) => {
        const connection = this.#found(index, bytes);
        this.#listener.broken(bytes, reason, index === this.#clientIs, connection, time);
      },
      skipped: (length) => {
        if (this.#connection && length > 0) this.#listener.skipped(this.#connection, length);
      },
    };
  }

  #found(index: 0 | 1, packet: Buffer): FoundConnection {
    if (this.#connection) return this.#connection;
    this.#clientIs ??= this.#guessClient(index, packet);
    const client = this.#ends[this.#clientIs];
    const server = this.#ends[this.#clientIs === 0 ? 1 : 0];
    this.#connection = this.#listener.found(client, server);
    for (const { assembler } of this.#sides) assembler.remember();
    return this.#connection;
  }

  #guessClient(index: 0 | 1, packet: Buffer): 0 | 1 {
    const sender = senderOf(packet, false);
    const other = index === 0 ? 1 : 0;
    if (sender !== undefined) return sender === 'client' ? index : other;
    // Both sides send such a packet. Systems give clients the higher ports.
    return this.#ends[0].port >= this.#ends[1].port ? 0 : 1;
  }
}

interface Side {
  assembler: Assembler;
  scanner: PacketScanner;
}
