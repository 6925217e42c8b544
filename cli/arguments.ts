import { createReadStream } from 'node:fs';
import { MAX_PACKET, parseServerUrl } from '@vsoa-testbench/core';
import { InvalidArgumentError } from 'commander';
import { compactJson } from '../testbench/json.ts';
import { UsageError } from './exit.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST = 24 * UNITS.h;

/** `500ms`, `5s`, `2m`, `1h`, or a number of seconds; answers ms. */
export function duration(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (!(ms >= 1 && ms <= LONGEST))
    throw new InvalidArgumentError('Expected a time such as 500ms, 5s or 2m, at most 24h.');
  return ms;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('Expected a whole number from 1.');
  }
  return value;
}

/** Of an option that may be given again. */
export function all(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** A whole number from 1 to `most`. */
export function atMost(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
    }
    return value;
  };
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^[\d.]+$/.test(text) || !(value > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

export interface Target {
  /** `vsoa://host:port` */
  server: string;
  /** What is called or subscribed there; '' where the url names nothing. */
  path: string;
}

/** Throws `INVALID_URL`. */
export function target(url: string): Target {
  const { path } = parseServerUrl(url);
  const text = url.trim();
  return { server: text.slice(0, text.length - path.length), path };
}

/** JSON text, `@file` or `-` for stdin; undefined where it is blank. What is sent keeps its digits and its order of keys. */
export async function readParam(given: string | undefined): Promise<Buffer | undefined> {
  if (given === undefined) return undefined;
  const text = (await readText(given)).replace(/^\ufeff/, '');
  try {
    const compact = compactJson(text);
    return compact === '' ? undefined : Buffer.from(compact);
  } catch (error) {
    throw new UsageError(`--param is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** `hex:…` or `@file`. */
export async function readData(given: string | undefined): Promise<Buffer | undefined> {
  if (given === undefined) return undefined;
  if (given.startsWith('@')) return readFile(given.slice(1), '--data');
  const hex = /^hex:((?:[0-9a-f]{2})*)$/i.exec(given)?.[1];
  if (hex === undefined) throw new UsageError('--data expects hex: and pairs of hex digits, or @ and a file');
  return Buffer.from(hex, 'hex');
}

async function readText(given: string): Promise<string> {
  if (given === '-') return (await readAll(process.stdin, 'stdin')).toString();
  if (given.startsWith('@')) return (await readFile(given.slice(1), '--param')).toString();
  return given;
}

async function readFile(file: string, option: string): Promise<Buffer> {
  try {
    return await readAll(createReadStream(file), file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${option}: cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** Stops where more has come than fits in a packet, so that an endless file is no trap. */
async function readAll(stream: NodeJS.ReadableStream, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(Buffer.from(part));
    length += Buffer.byteLength(part);
    if (length > MAX_PACKET) throw new UsageError(`${name} is larger than a packet, which takes ${MAX_PACKET} bytes`);
  }
  return Buffer.concat(parts);
}
