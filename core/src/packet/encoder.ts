import { VsoaError } from '../errors.ts';
import type { Payload } from '../payload.ts';
import { HEADER_LENGTH, MAGIC, MAX_PACKET, MAX_URL } from './constants.ts';

/** A packet to encode; every field that is absent is 0 or empty. */
export interface PacketInit extends Payload {
  type: number;
  flags?: number;
  status?: number;
  seqno?: number;
  tunid?: number;
  url?: string;
}

/** The param as it goes on the wire: JSON text, or bytes. */
export type EncodedParam = string | Uint8Array;

const NOTHING = new Uint8Array(0);
/** Shorter texts are written faster by a loop than by a call into the runtime. */
const SHORT_TEXT = 32;

/**
 * One packet in memory of its own. Throws `PACKET_TOO_LARGE`, `INVALID_URL` where the url is too long, or
 * `INVALID_ARGUMENT` where a number does not fit its field or the param is no JSON value.
 */
export function encodePacket(packet: PacketInit, limit: number = MAX_PACKET): Buffer {
  const { type, flags = 0, status = 0, seqno = 0, tunid = 0, url = '', data = NOTHING } = packet;
  checkFields(type, flags, status, seqno, tunid);
  const param = encodeParam(packet.param);
  const target = Buffer.allocUnsafe(checkedRoom(url, param, data, limit));
  return target.subarray(0, encodeInto(target, 0, type, flags, status, seqno, tunid, url, param, data, limit));
}

/** The JSON text of a value, without spaces; '' for an absent one. Throws `INVALID_ARGUMENT` where it is no JSON value. */
export function encodeParam(param: Payload['param']): EncodedParam {
  if (param === undefined) return '';
  if (param instanceof Uint8Array) return param;
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(param);
  } catch (error) {
    cause = error;
  }
  if (text === undefined) throw new VsoaError('INVALID_ARGUMENT', 'the param is no JSON value', cause);
  return text;
}

/**
 * Bytes that hold this packet for sure: exact for long texts, three a character for short ones.
 * Throws as `encodePacket` where it cannot be a packet.
 */
export function checkedRoom(url: string, param: EncodedParam, data: Uint8Array, limit: number): number {
  if (!(data instanceof Uint8Array)) throw new VsoaError('INVALID_ARGUMENT', 'data is bytes, a Uint8Array');
  const least = HEADER_LENGTH + url.length + param.length + data.length;
  if (least > limit) throw tooLarge(least, limit);
  if (url.length * 3 > MAX_URL && Buffer.byteLength(url) > MAX_URL) {
    throw new VsoaError('INVALID_URL', `a url has at most ${MAX_URL} bytes`);
  }
  return HEADER_LENGTH + roomFor(url) + roomFor(param) + data.length + 3;
}

/**
 * Writes a packet to `target` from `offset` on, and answers its end. Pad bytes are zeros. `checkedRoom` bytes are
 * enough; throws `INVALID_ARGUMENT` where less are free than it needs, with nothing written, and `PACKET_TOO_LARGE`,
 * when what it has written means nothing. Numbers are taken as they are: what does not fit its field is cut.
 */
export function encodeInto(
  target: Buffer,
  offset: number,
  type: number,
  flags: number,
  status: number,
  seqno: number,
  tunid: number,
  url: string,
  param: EncodedParam,
  data: Uint8Array,
  limit: number,
): number {
  const enough = HEADER_LENGTH + (url.length + param.length) * 3 + data.length + 3;
  if (target.length - offset < enough) checkRoom(target, offset, url, param, data);
  const urlStart = offset + HEADER_LENGTH;
  const paramStart = writeText(target, url, urlStart);
  let dataStart: number;
  if (typeof param === 'string') {
    dataStart = writeText(target, param, paramStart);
  } else {
    target.set(param, paramStart);
    dataStart = paramStart + param.length;
  }
  let end = dataStart;
  if (data.length > 0) {
    target.set(data, dataStart);
    end += data.length;
  }
  const pad = (offset - end) & 3;
  if (end + pad - offset > limit) throw tooLarge(end + pad - offset, limit);
  for (let padded = pad; padded > 0; padded -= 1) target[end++] = 0;

  const urlLength = paramStart - urlStart;
  target[offset] = MAGIC;
  target[offset + 1] = type;
  target[offset + 2] = (flags & 0x3f) | (pad << 6);
  target[offset + 3] = status;
  writeUint32(target, offset + 4, seqno);
  target[offset + 8] = tunid >>> 8;
  target[offset + 9] = tunid;
  target[offset + 10] = urlLength >>> 8;
  target[offset + 11] = urlLength;
  writeUint32(target, offset + 12, dataStart - paramStart);
  writeUint32(target, offset + 16, data.length);
  return end;
}

function checkFields(type: number, flags: number, status: number, seqno: number, tunid: number): void {
  if ((type & 0xff) !== type) throw misfit('type', 0xff, type);
  if ((flags & 0x3f) !== flags) throw misfit('flags', 0x3f, flags);
  if ((status & 0xff) !== status) throw misfit('status', 0xff, status);
  if (seqno >>> 0 !== seqno) throw misfit('seqno', 0xffff_ffff, seqno);
  if ((tunid & 0xffff) !== tunid) throw misfit('tunid', 0xffff, tunid);
}

function misfit(field: string, largest: number, value: number): VsoaError {
  return new VsoaError('INVALID_ARGUMENT', `${field} is 0 to ${largest}, not ${value}`);
}

function checkRoom(target: Buffer, offset: number, url: string, param: EncodedParam, data: Uint8Array): void {
  const paramLength = typeof param === 'string' ? Buffer.byteLength(param) : param.length;
  const length = HEADER_LENGTH + Buffer.byteLength(url) + paramLength + data.length;
  const padded = length + (-length & 3);
  const free = target.length - offset;
  if (free >= padded) return;
  throw new VsoaError('INVALID_ARGUMENT', `the packet needs ${padded} bytes, ${Math.max(0, free)} are free`);
}

function roomFor(text: EncodedParam): number {
  if (typeof text !== 'string') return text.length;
  return text.length <= 1_024 ? text.length * 3 : Buffer.byteLength(text);
}

function writeText(target: Buffer, text: string, offset: number): number {
  const length = text.length;
  if (length > SHORT_TEXT) return offset + target.write(text, offset);
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return offset + target.write(text, offset);
    target[offset + index] = unit;
  }
  return offset + length;
}

function writeUint32(target: Buffer, offset: number, value: number): void {
  target[offset] = value >>> 24;
  target[offset + 1] = value >>> 16;
  target[offset + 2] = value >>> 8;
  target[offset + 3] = value;
}

function tooLarge(length: number, limit: number): VsoaError {
  return new VsoaError('PACKET_TOO_LARGE', `the packet has ${length} bytes, at most ${limit} can be sent`);
}
