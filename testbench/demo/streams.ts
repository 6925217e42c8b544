import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer, Stream } from '@vsoa-testbench/core';
import type { VehicleState } from './state.ts';

const LOG_LINES = 200_000;
/** So that there is something to see: about 3 MB a second, in pieces of this many lines. */
const LINES_AT_ONCE = 2_000;
const LOG_PERIOD = 30;
const TRACE_PERIOD = 20;
/** An update that takes longer is given up, ms between two bytes. */
const UPDATE_IDLE = 60_000;

/** What a stream of the vehicle may use of it. */
export interface DemoStreamParts {
  /** Offers a stream to the client that asks. */
  offer: () => Promise<Stream>;
  state: VehicleState;
  /** Resolves after `ms`; never where the vehicle is stopped before. */
  wait: (ms: number) => Promise<void>;
  /** Answers how to end that. */
  every: (ms: number, callback: () => void) => () => void;
  /** Lets the vehicle go on driving up to now. */
  advance: () => void;
}

/** The log of the last drive: a text of known length and SHA-256, about 8 MiB. */
export async function offerLog({ offer, wait }: DemoStreamParts): Promise<Answer> {
  log ??= describeLog();
  const stream = await offer();
  stream.allowHalfOpen = false;
  stream.resume();
  pipeline(Readable.from(paced(wait)), stream).catch(() => undefined);
  return { tunnelId: stream.tunnelId, param: log };
}

/** Speed and power fifty times a second, for as long as somebody listens. */
export async function offerTrace({ offer, every, state, advance }: DemoStreamParts): Promise<Answer> {
  const stream = await offer();
  const started = performance.now();
  const stop = every(TRACE_PERIOD, () => {
    advance();
    // Who does not keep up misses lines, as on any bus.
    if (!stream.linked || stream.writableNeedDrain) return;
    const seconds = ((performance.now() - started) / 1_000).toFixed(3).padStart(9);
    const { speed, battery } = state;
    stream.write(`${seconds} ${speed.kmh.toFixed(2).padStart(7)} km/h ${battery.powerKw.toFixed(1).padStart(7)} kW\n`);
  });
  const leave = () => {
    stop();
    stream.end();
  };
  stream.on('error', leave).on('end', leave).on('close', leave).resume();
  return { tunnelId: stream.tunnelId };
}

/** Takes new firmware, and says what it got: `{"bytes":…,"sha256":…}` and a line end. */
export async function offerUpdate({ offer }: DemoStreamParts): Promise<Answer> {
  const stream = await offer();
  stream.idleTimeout = UPDATE_IDLE;
  const hash = createHash('sha256');
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  stream.on('end', () => stream.end(`${JSON.stringify({ bytes, sha256: hash.digest('hex') })}\n`));
  stream.on('error', () => undefined);
  return { tunnelId: stream.tunnelId };
}

let log: { name: string; size: number; sha256: string } | undefined;

function describeLog(): NonNullable<typeof log> {
  const hash = createHash('sha256');
  let size = 0;
  for (const piece of logPieces()) {
    hash.update(piece);
    size += piece.length;
  }
  return { name: 'drive.log', size, sha256: hash.digest('hex') };
}

async function* paced(wait: (ms: number) => Promise<void>): AsyncGenerator<Buffer> {
  for (const piece of logPieces()) {
    await wait(LOG_PERIOD);
    yield piece;
  }
}

/** The same each time. */
function* logPieces(): Generator<Buffer> {
  const units = ['body', 'climate', 'powertrain', 'chassis', 'adas'] as const;
  let piece: string[] = [];
  for (let line = 0; line < LOG_LINES; line++) {
    const unit = units[(line * 7 + (line >> 3)) % units.length] as string;
    const value = (line * 2_654_435_761) % 4_294_967_296;
    piece.push(
      `${(line * 10).toString().padStart(9, '0')} ${unit.padEnd(10)} state=${value.toString(16).padStart(8, '0')} ok\n`,
    );
    if (piece.length < LINES_AT_ONCE && line < LOG_LINES - 1) continue;
    yield Buffer.from(piece.join(''));
    piece = [];
  }
}
