import { isUtf8 } from 'node:buffer';
import { finished } from 'node:stream/promises';
import { compactJson } from '../testbench/json.ts';

// C0 without tab, DEL and C1: a device must not drive the terminal that shows what it says.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;
/** Bytes that may wait for a reader of stdout that is slower than what comes. */
const WAITING = 16_777_216;
const DIM = 2;
const RED = 31;
const GREEN = 32;

/** Where the program writes: data to stdout, messages to stderr. */
export class Output {
  readonly json: boolean;
  readonly isQuiet: boolean;

  constructor({ json = false, quiet = false }: { json?: boolean | undefined; quiet?: boolean | undefined }) {
    this.json = json;
    this.isQuiet = quiet;
  }

  /** One line of data; waits where the reader of stdout is slower. */
  async lineInTime(text: string, signal: AbortSignal): Promise<void> {
    while (!this.line(text) && !signal.aborted) await drained();
  }

  /** One line of data. False: not written, because the reader of stdout takes nothing and enough waits for it. */
  line(text: string): boolean {
    if (process.stdout.writableLength > WAITING) return false;
    process.stdout.write(`${this.json ? text.replace(CONTROL, escapedInJson) : text}\n`);
    return true;
  }

  /** Something for people, which `--quiet` leaves out. */
  message(text: string, mood: 'good' | 'bad' | 'plain' = 'plain'): void {
    if (this.isQuiet) return;
    const color = { good: GREEN, bad: RED, plain: undefined }[mood];
    process.stderr.write(`${color === undefined ? text : paint(text, color, process.stderr)}\n`);
  }
}

export function dim(text: string): string {
  return paint(text, DIM, process.stdout);
}

/** What went wrong, in one line. */
export function complain(message: string): void {
  process.stderr.write(`${paint('error:', RED, process.stderr)} ${printable(message.replace(/\s*\n\s*/g, ' '))}\n`);
}

/** Makes control characters visible. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/**
 * The members of a JSON object that stand for a param: `"param":…` where it is JSON, kept digit by digit;
 * `"paramBase64":"…"` where it is not; nothing where there is none.
 */
export function paramMembers(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const json = asJson(bytes);
  return [json === undefined ? `"paramBase64":"${bytes.toString('base64')}"` : `"param":${json}`];
}

/** Param and data for people: JSON in one line, anything else as hex; `hex:` alone is data, as `--data` takes it. */
export function payloadText(param: Buffer, data: Buffer): string {
  const parts: string[] = [];
  if (param.length > 0) parts.push(printable(asJson(param) ?? asText(param) ?? `param:hex:${param.toString('hex')}`));
  if (data.length > 0) parts.push(`hex:${data.toString('hex')}`);
  return parts.join(' ');
}

/** Resolves when stdout takes more, or will never. */
export async function drained(): Promise<void> {
  if (process.stdout.writableNeedDrain)
    await Promise.race([
      new Promise((resolve) => process.stdout.once('drain', resolve)),
      finished(process.stdout).catch(() => undefined),
    ]);
}

export function milliseconds(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** What JSON takes as it is, and a terminal does not: within strings, where it means the same. */
function escapedInJson(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function asJson(bytes: Buffer): string | undefined {
  const text = asText(bytes);
  if (text === undefined) return undefined;
  try {
    return compactJson(text) || undefined;
  } catch {
    return undefined;
  }
}

function asText(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString() : undefined;
}

function paint(text: string, color: number, stream: NodeJS.WriteStream): string {
  const wanted = stream.isTTY && !process.env['NO_COLOR'];
  return wanted ? `\u001b[${color}m${text}\u001b[0m` : text;
}
