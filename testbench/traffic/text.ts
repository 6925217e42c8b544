import { ByteBuffer } from '../capture/write/byte-buffer.ts';
import { JsonLinesEncoder } from '../capture/write/jsonl.ts';
import type { TrafficPacket, TrafficRow } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { asBuffer } from '../payload.ts';
import { readPacket } from './rows.ts';
import { savedPacket } from './saving.ts';
import { pauses } from './slices.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';

const MOST_PACKETS = 10_000;
/** Of the text, in characters: more than a clipboard or an editor takes. */
const LONGEST = 64 * 1_048_576;
const BYTES_PER_LINE = 16;
/** That a byte of a packet becomes: what is far too long is refused before it is made. */
const LEAST_CHARACTERS = { json: 0, hex: 4, text: 0 };

type TextFormat = 'json' | 'hex' | 'text';

export interface TextRange {
  from: number;
  to: number;
  format: TextFormat;
}

/** Packets as text for the clipboard. Throws `TOO_MANY` where it would be too long; evicted ones are left out. */
export async function readText(view: View, { from, to, format }: TextRange): Promise<string> {
  if (to - from > MOST_PACKETS) throw new BenchFailure('TOO_MANY', `at most ${MOST_PACKETS} packets can be copied`);
  if (bytesOf(view, from, to) * LEAST_CHARACTERS[format] > LONGEST) throw tooLong();
  const pause = pauses();
  const parts: string[] = [];
  let length = 0;
  for (let position = from; position < to; position++) {
    const index = view.indexAt(position);
    if (index === undefined) continue;
    const part = formats[format](view.source, index);
    length += part.length;
    if (length > LONGEST) throw tooLong();
    parts.push(part);
    await pause();
  }
  return parts.join('');
}

const formats: Record<TextFormat, (source: Source, index: number) => string> = {
  json: toJson,
  hex: (source, index) => toHex(readPacket(source, index)),
  text: (source, index) => `${toLine(readPacket(source, index).row)}\n`,
};

function bytesOf(view: View, from: number, to: number): number {
  const { log } = view.source;
  let bytes = 0;
  for (let position = from; position < to; position++) {
    const index = view.indexAt(position);
    const chunk = index === undefined ? undefined : log.chunkOf(index);
    if (chunk && index !== undefined) bytes += chunk.columns.length[index - chunk.first] as number;
  }
  return bytes;
}

function tooLong(): BenchFailure {
  return new BenchFailure('TOO_MANY', `these packets are more than ${LONGEST} characters of text`);
}

/** As in a file of JSON Lines. */
function toJson(source: Source, index: number): string {
  const packet = savedPacket(source, index);
  const line = new ByteBuffer(1_024);
  if (packet) new JsonLinesEncoder().add(packet, line);
  return line.written.toString();
}

function toHex({ row, bytes }: TrafficPacket): string {
  const lines = [`# ${toLine(row)}`];
  for (let offset = 0; offset < bytes.length; offset += BYTES_PER_LINE) {
    const part = asBuffer(bytes).subarray(offset, offset + BYTES_PER_LINE);
    const hex = part
      .toString('hex')
      .replace(/../g, '$& ')
      .padEnd(BYTES_PER_LINE * 3);
    const text = part.toString('latin1').replace(/[^ -~]/g, '.');
    lines.push(`${offset.toString(16).padStart(6, '0')}  ${hex} ${text}`);
  }
  return `${lines.join('\n')}\n\n`;
}

/** One line, its columns apart by tabs. */
function toLine(row: TrafficRow): string {
  const columns = [
    row.index,
    new Date(row.time).toISOString(),
    row.connection,
    row.direction,
    row.channel,
    row.reply ? `${row.type} reply` : row.type,
    row.url,
    row.reply ? row.status : '',
    row.seqno,
    row.length,
    row.pair === null ? '' : `${row.pair.rttMs.toFixed(3)} ms`,
    row.preview,
  ];
  return columns.map((column) => String(column).replace(/[\t\r\n]+/g, ' ')).join('\t');
}
