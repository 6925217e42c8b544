import { type Note, writeNote } from '../note.ts';
import { TcpFlag } from '../tcp-flag.ts';
import type { SavedPacket, TrafficContent } from '../types.ts';
import { ByteBuffer } from './byte-buffer.ts';
import type { Encoder } from './encoder.ts';
import { type Flow, Flows } from './flows.ts';
import { frameLength, MAX_TCP_PAYLOAD, MAX_UDP_PAYLOAD, type TcpNumbers, writeFrame } from './frame.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const ETHERNET = 1;
const NANOSECONDS = 9;
const Option = { END: 0, COMMENT: 1, PACKET_FLAGS: 2, TIME_RESOLUTION: 9, APPLICATION: 4 } as const;
const INBOUND = 1;
const OUTBOUND = 2;
const NOTHING = new Uint8Array(0);
/** Of an option; no comment of ours comes near. */
const MAX_OPTION = 0xffff;

/**
 * pcapng with one Ethernet interface and times in ns. Frame, IP and TCP or UDP headers are made up around each packet:
 * addresses and ports are the true ones, sequence numbers go on without a gap, checksums are right. No handshake is made
 * up, as nobody saw one: a file holds what the bench saw. What no header can say is in a comment (see `Note`).
 */
export class PcapngEncoder implements Encoder {
  readonly #flows = new Flows();

  start(out: ByteBuffer): void {
    block(out, SECTION_HEADER, () => {
      u32(out, BYTE_ORDER_MAGIC);
      u32(out, 0x0000_0001);
      // The length of the section is not known: -1.
      u32(out, 0xffff_ffff);
      u32(out, 0xffff_ffff);
      option(out, Option.APPLICATION, Buffer.from('VSOA Testbench'));
      option(out, Option.END, NOTHING);
    });
    block(out, INTERFACE, () => {
      u32(out, ETHERNET);
      u32(out, 0);
      option(out, Option.TIME_RESOLUTION, Uint8Array.of(NANOSECONDS));
      option(out, Option.END, NOTHING);
    });
  }

  add({ time, connection, content, marked }: SavedPacket, out: ByteBuffer): void {
    const tcp = content.kind !== 'POSITION' && !(content.kind === 'PACKET' && content.quick);
    const flow = this.#flows.of(connection, !tcp);
    const sent = wasSent(content, flow);
    const bytes = 'bytes' in content ? content.bytes : NOTHING;
    const most = tcp ? MAX_TCP_PAYLOAD : MAX_UDP_PAYLOAD;
    const parts = Math.max(1, Math.ceil(bytes.length / most));
    for (let part = 1; part <= parts; part++) {
      const payload = bytes.subarray((part - 1) * most, part * most);
      const numbers = tcp ? nextNumbers(flow, sent, content.kind, payload.length) : undefined;
      const options = this.#options(flow, content, sent, marked, part, parts);
      packetBlock(out, time, flow, sent, numbers, payload, options);
    }
  }

  /** Most packets of a connection have the same, which are then made once. */
  #options(flow: Flow, content: TrafficContent, sent: boolean, marked: boolean, part: number, of: number): Buffer {
    const plain = content.kind === 'PACKET' && content.odd === null && !marked && of === 1;
    const known = sent ? flow.sentOptions : flow.receivedOptions;
    if (plain && known) return known;
    const options = optionsOf(noteOf(flow, content, sent, marked, part, of));
    if (plain && sent) flow.sentOptions = options;
    else if (plain) flow.receivedOptions = options;
    return options;
  }
}

/** A stream is opened by the client; both of its events are told as sent from there. */
function wasSent(content: TrafficContent, { connection }: Flow): boolean {
  return 'sent' in content ? content.sent : connection.role === 'client';
}

function noteOf(
  { connection, localNote, remoteNote }: Flow,
  content: TrafficContent,
  sent: boolean,
  marked: boolean,
  part: number,
  of: number,
): Note {
  const note: Note = {
    side: connection.role === 'server' ? 'mock' : 'device',
    name: connection.label,
    connection: connection.id,
    sent,
    kind: content.kind,
    local: localNote,
    remote: remoteNote,
    marked,
  };
  if (of > 1) Object.assign(note, { part, of });
  if (content.kind === 'PACKET') note.odd = content.odd ?? undefined;
  else if (content.kind === 'POSITION') note.malformed = content.malformed;
  else note.tunnel = content.tunnelId;
  if (content.kind === 'STREAM_CLOSE') {
    const { sentBytes, receivedBytes, error } = content;
    Object.assign(note, { sentBytes, receivedBytes, error });
  }
  return note;
}

/** The ends of a stream stand at the ends of a connection whose content is not in the file. */
function nextNumbers(flow: Flow, sent: boolean, kind: TrafficContent['kind'], length: number): TcpNumbers {
  if (kind === 'STREAM_OPEN') return { flags: TcpFlag.SYN, seq: 0, ack: 0 };
  if (kind === 'STREAM_CLOSE') return { flags: TcpFlag.FIN | TcpFlag.ACK, seq: 1, ack: 1 };
  return { flags: TcpFlag.PSH | TcpFlag.ACK, ...Flows.next(flow, sent, length) };
}

function packetBlock(
  out: ByteBuffer,
  time: number,
  flow: Flow,
  sent: boolean,
  tcp: TcpNumbers | undefined,
  payload: Uint8Array,
  options: Buffer,
): void {
  const { local, remote } = flow;
  block(out, ENHANCED_PACKET, () => {
    u32(out, 0);
    timestamp(out, time);
    const length = frameLength(local, tcp !== undefined, payload.length);
    u32(out, length);
    u32(out, length);
    writeFrame(out, sent ? { from: local, to: remote, sent } : { from: remote, to: local, sent }, tcp, payload);
    align(out);
    out.add(options);
  });
}

function optionsOf(note: Note): Buffer {
  const out = new ByteBuffer(256);
  option(out, Option.COMMENT, Buffer.from(writeNote(note)));
  option(out, Option.PACKET_FLAGS, Uint8Array.of(note.sent ? OUTBOUND : INBOUND, 0, 0, 0));
  option(out, Option.END, NOTHING);
  return Buffer.from(out.written);
}

/** As ns in two halves: 64 bits hold more than a number does, so the ms are multiplied in two halves too. */
function timestamp(out: ByteBuffer, time: number): void {
  const ms = Math.floor(time);
  const high = Math.floor(ms / 0x1_0000_0000);
  const low = (ms - high * 0x1_0000_0000) * 1_000_000 + Math.round((time - ms) * 1_000_000);
  u32(out, (high * 1_000_000 + Math.floor(low / 0x1_0000_0000)) >>> 0);
  u32(out, low % 0x1_0000_0000);
}

function block(out: ByteBuffer, type: number, body: () => void): void {
  const start = out.length;
  u32(out, type);
  u32(out, 0);
  body();
  const length = out.length + 4 - start;
  u32(out, length);
  out.bytes.writeUInt32LE(length, start + 4);
}

function option(out: ByteBuffer, code: number, value: Uint8Array): void {
  const length = Math.min(value.length, MAX_OPTION);
  out.reserve(length + 8);
  out.bytes.writeUInt16LE(code, out.length);
  out.bytes.writeUInt16LE(length, out.length + 2);
  out.bytes.set(value.subarray(0, length), out.length + 4);
  out.length += 4 + length;
  align(out);
}

function align(out: ByteBuffer): void {
  out.reserve(4);
  while (out.length % 4 !== 0) out.bytes[out.length++] = 0;
}

function u32(out: ByteBuffer, value: number): void {
  out.reserve(4);
  out.length = out.bytes.writeUInt32LE(value, out.length);
}
