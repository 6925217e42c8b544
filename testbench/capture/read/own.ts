import { type Endpoint, formatEndpoint } from '../address.ts';
import type { Note } from '../note.ts';
import type { CaptureSink } from '../types.ts';
import type { ConnectionIds, FoundConnection } from './connections.ts';
import { directionKey, keepBelow } from './segment.ts';
import type { Warnings } from './warnings.ts';

/** Connections of a file that are remembered. */
const MOST = 50_000;
/** No packet that is logged needs more frames. */
const MAX_PARTS = 64;

/** What a frame of a file of ours carries. */
export interface OwnFrame {
  from: Endpoint;
  to: Endpoint;
  quick: boolean;
  bytes: Buffer;
  /** As it was before somebody cut it. */
  length: number;
  time: number;
}

interface Parts {
  note: Note;
  frame: OwnFrame;
  connection: FoundConnection;
  bytes: Buffer[];
}

/** Gives back what we wrote to a file just as it was: a packet for each frame, or for each run of parts. */
export class OwnTraffic {
  readonly #sink: CaptureSink;
  readonly #ids: ConnectionIds;
  readonly #warnings: Warnings;
  /** By the note, which most packets of a connection share, and the direction: saves much of the work. */
  readonly #byNote = new WeakMap<Note, Map<string, FoundConnection>>();
  /** By name, id, channel and addresses. */
  readonly #connections = new Map<string, FoundConnection>();
  /** By name and id: the connection to which an address may still be added. */
  readonly #newest = new Map<string, FoundConnection>();
  readonly #parts = new Map<string, Parts>();

  constructor(sink: CaptureSink, ids: ConnectionIds, warnings: Warnings) {
    this.#sink = sink;
    this.#ids = ids;
    this.#warnings = warnings;
  }

  add(frame: OwnFrame, note: Note): void {
    const connection = this.#connectionOf(frame, note);
    // Another program cut it, which the file tells by itself.
    const isCut = frame.bytes.length < frame.length;
    if (isCut) this.#tell(frame.bytes, frame, { ...note, odd: note.odd ?? 'BAD_LENGTH' }, connection);
    else if (note.part === undefined || note.of === undefined) this.#tell(frame.bytes, frame, note, connection);
    else this.#collect({ note, frame, connection, bytes: [Buffer.from(frame.bytes)] });
  }

  finish(): void {
    for (const key of this.#parts.keys()) this.#giveUp(key);
  }

  /** Parts of one packet come one after the other. */
  #collect(piece: Parts): void {
    const { part = 0, of = 0, sent } = piece.note;
    const key = `${piece.connection.id} ${sent} ${piece.frame.quick}`;
    const before = this.#parts.get(key);
    const goesOn = before && before.note.of === of && before.bytes.length === part - 1 && of <= MAX_PARTS;
    if (before && !goesOn) this.#giveUp(key);
    if (goesOn) before.bytes.push(...piece.bytes);
    else if (part === 1) this.#parts.set(key, piece);
    else {
      this.#tellBroken(piece);
      return;
    }
    const all = this.#parts.get(key);
    if (!all || all.bytes.length < of) return;
    this.#parts.delete(key);
    this.#tell(Buffer.concat(all.bytes), all.frame, all.note, all.connection);
  }

  #giveUp(key: string): void {
    const parts = this.#parts.get(key);
    this.#parts.delete(key);
    if (parts) this.#tellBroken(parts);
  }

  #tellBroken({ note, frame, connection, bytes }: Parts): void {
    this.#warnings.add('BYTES_MISSING', 'of packets that need several frames not all are in the file');
    this.#tell(Buffer.concat(bytes), frame, { ...note, odd: note.odd ?? 'BAD_LENGTH' }, connection);
  }

  #tell(bytes: Buffer, { time, quick }: OwnFrame, note: Note, connection: FoundConnection): void {
    const sink = this.#sink;
    const { kind, sent, odd, tunnel: tunnelId = 0, sentBytes = 0, receivedBytes = 0, error, malformed = false } = note;
    if (kind === 'STREAM_OPEN') sink.other({ kind, tunnelId }, connection, time);
    else if (kind === 'STREAM_CLOSE') sink.other({ kind, tunnelId, sentBytes, receivedBytes, error }, connection, time);
    else if (kind === 'POSITION') sink.other({ kind, bytes, sent, malformed }, connection, time);
    else if (odd) sink.odd(bytes, odd, quick, connection, time, sent);
    else sink.packet(bytes, 0, bytes.length, sent, quick, connection, time);
    if (note.marked) sink.mark();
  }

  #connectionOf(frame: OwnFrame, note: Note): FoundConnection {
    let byDirection = this.#byNote.get(note);
    if (!byDirection) this.#byNote.set(note, (byDirection = new Map<string, FoundConnection>()));
    const direction = `${frame.quick}${directionKey(frame.from, frame.to)}`;
    let connection = byDirection.get(direction);
    if (!connection) {
      connection = this.#findConnection(frame, note);
      keepBelow(byDirection, MOST);
      byDirection.set(direction, connection);
    }
    return connection;
  }

  #findConnection({ from, to, quick }: OwnFrame, note: Note): FoundConnection {
    const local = note.local ?? formatEndpoint(note.sent ? from : to);
    const remote = note.remote ?? formatEndpoint(note.sent ? to : from);
    const name = `${note.side} ${note.connection} ${note.name}`;
    const key = `${name} ${quick} ${local} ${remote}`;
    const known = this.#connections.get(key);
    if (known) return known;
    let connection = this.#newest.get(name);
    const [localName, remoteName] = quick ? (['quickLocal', 'quickRemote'] as const) : (['local', 'remote'] as const);
    if (!connection || connection[localName] !== '' || connection[remoteName] !== '') {
      connection = this.#make(note);
      keepBelow(this.#newest, MOST);
      this.#newest.set(name, connection);
    }
    connection[localName] = local;
    connection[remoteName] = remote;
    keepBelow(this.#connections, MOST);
    this.#connections.set(key, connection);
    return connection;
  }

  #make({ side, name, connection }: Note): FoundConnection {
    return {
      id: this.#ids.take(connection),
      role: side === 'mock' ? 'server' : 'client',
      local: '',
      remote: '',
      quickLocal: '',
      quickRemote: '',
      label: name,
    };
  }
}
