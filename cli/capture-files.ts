import { existsSync } from 'node:fs';
import path from 'node:path';
import { HEADER_LENGTH, PacketView, statusName } from '@vsoa-testbench/core';
import { readCapture } from '../testbench/capture/open.ts';
import { encodedCapture, saveCapture } from '../testbench/capture/save.ts';
import type { SavedPacket } from '../testbench/capture/types.ts';
import { ByteBuffer } from '../testbench/capture/write/byte-buffer.ts';
import { describe } from '../testbench/capture/write/describe.ts';
import { JsonLinesEncoder } from '../testbench/capture/write/jsonl.ts';
import type { CaptureFormat } from '../testbench/contract.ts';
import { asBuffer } from '../testbench/payload.ts';
import { compileFilter } from '../testbench/traffic/filter/compile.ts';
import { parseFilter } from '../testbench/traffic/filter/parser.ts';
import { TrafficLog } from '../testbench/traffic/log.ts';
import { savedPacket } from '../testbench/traffic/saving.ts';
import { Source } from '../testbench/traffic/source.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { dim, drained, type Output, payloadText, printable } from './output.ts';
import { stopSignal } from './stop.ts';

export interface ShowOptions {
  filter?: string;
  count?: number;
}

export interface ConvertOptions {
  to?: CaptureFormat;
  out?: string;
  force?: boolean;
  filter?: string;
}

/** Memory for the packets of a file; of a larger one only the end is there, and that is said. */
const CAP = 2_147_483_648;
/** Packets that a filter looks at in one go. */
const BATCH = 4_096;

/** Prints the packets of a file that a filter takes. */
export async function show(file: string, options: ShowOptions, output: Output): Promise<ExitCode> {
  const signal = stopSignal();
  const source = await load(file, output, signal);
  let shown = 0;
  for (const packet of chosen(source, options.filter)) {
    if (signal.aborted || shown === options.count) break;
    const line = output.json ? jsonOf(packet) : lineOf(packet);
    await output.lineInTime(line, signal);
    shown += 1;
  }
  output.message(`${shown} of ${source.log.end} packets`);
  return Exit.OK;
}

/** Writes the packets of a file that a filter takes in another form. */
export async function convert(file: string, options: ConvertOptions, output: Output): Promise<ExitCode> {
  const format = options.to ?? formatOf(options.out);
  const { out } = options;
  if (out !== undefined && existsSync(out) && options.force !== true) {
    throw new UsageError(`${out} is there already: expected another name, or --force to replace it`);
  }
  const signal = stopSignal();
  const source = await load(file, output, signal);
  const packets = chosen(source, options.filter);
  if (out === undefined) {
    for (const bytes of encodedCapture(packets, { format, signal })) {
      if (signal.aborted) break;
      if (!process.stdout.write(Buffer.from(bytes))) await drained();
    }
    // What nobody reads any more is through; what is cut short is not.
    return signal.aborted && !process.stdout.destroyed ? Exit.REFUSED : Exit.OK;
  }
  const saved = await saveCapture(path.resolve(out), packets, { format, signal });
  if (output.json) output.line(JSON.stringify({ file: out, packets: saved.packets, bytes: saved.bytes }));
  output.message(`${saved.packets} packets, ${saved.bytes} bytes in ${out}`, 'good');
  return Exit.OK;
}

async function load(file: string, output: Output, signal: AbortSignal): Promise<Source> {
  const source = new Source('file', new TrafficLog({ cap: CAP }));
  const { log } = source;
  let warnings: { message: string; count: number }[] = [];
  await readCapture(path.resolve(file), {
    sink: {
      packet: (...packet) => log.packet(...packet),
      odd: (...odd) => log.odd(...odd),
      other: (...other) => log.other(...other),
      mark: () => source.mark(log.end - 1, true),
    },
    signal,
    onWarnings: (known) => (warnings = known),
  });
  for (const { message, count } of warnings) output.message(`${message}${count > 1 ? ` (${count} times)` : ''}`, 'bad');
  const { evictedPackets } = log.stats();
  if (evictedPackets > 0)
    output.message(`the first ${evictedPackets} packets are left out: they do not fit into memory`, 'bad');
  source.advance(() => false);
  return source;
}

/** Throws `INVALID_FILTER`. */
function* chosen(source: Source, filter: string = ''): Generator<SavedPacket, void> {
  const parsed = parseFilter(filter);
  const { log, marks } = source;
  const now = log.span?.to ?? 0;
  const compiled = parsed && compileFilter(parsed, { log, marks, now });
  const found = new Uint16Array(BATCH);
  for (const chunk of log.chunks) {
    for (let from = 0; from < chunk.count; from += BATCH) {
      const to = Math.min(chunk.count, from + BATCH);
      const count = compiled ? compiled.run(chunk, from, to, found) : to - from;
      for (let index = 0; index < count; index += 1) {
        const row = compiled ? found[index]! : from + index;
        const packet = savedPacket(source, chunk.first + row);
        if (packet) yield packet;
      }
    }
  }
}

function formatOf(out: string | undefined): CaptureFormat {
  const format = { '.jsonl': 'jsonl', '.csv': 'csv', '.pcapng': 'pcapng' }[path.extname(out ?? '').toLowerCase()];
  if (format === undefined)
    throw new UsageError('expected --to jsonl, csv or pcapng, or a name of --out that ends in one');
  return format as CaptureFormat;
}

const encoder = new JsonLinesEncoder();
const line = new ByteBuffer();

function jsonOf(packet: SavedPacket): string {
  line.clear();
  encoder.add(packet, line);
  const text = line.written.toString().trimEnd();
  const { content } = packet;
  if (content.kind !== 'PACKET' || content.bytes.length < HEADER_LENGTH || content.bytes[0] !== 0x29) return text;
  const { flags, pad, tunid, urlLength, paramLength, dataLength } = new PacketView(asBuffer(content.bytes), 0);
  const header = JSON.stringify({ flags, pad, tunid, urlLength, paramLength, dataLength });
  return `${text.slice(0, -1)},${header.slice(1)}`;
}

function lineOf(packet: SavedPacket): string {
  const { time, direction, channel, type, reply, status, seqno, url, param, data, connection, length, rttMs, odd } =
    describe(packet);
  const nothing = Buffer.alloc(0);
  const words = [
    dim(time.slice(11, -4)),
    direction === 'sent' ? '→' : '←',
    printable(connection),
    `${type}${reply === true ? ' reply' : ''}${channel === 'quick' ? ' quick' : ''}`,
    printable(url ?? ''),
    reply === true && status !== undefined ? `${status} ${statusName(status)}` : '',
    seqno === undefined ? '' : `#${seqno}`,
    `${length} B`,
    reply === true && rttMs !== undefined ? `${rttMs.toFixed(3)} ms` : '',
    payloadText(param ?? nothing, data ?? nothing),
    odd === undefined ? '' : `[${odd}]`,
  ];
  return words.filter((word) => word !== '').join('  ');
}
