import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { VsoaError } from '../errors.ts';

export interface PositionAddress {
  /** An IP address, or a name that the system's resolver knows. */
  host: string;
  port: number;
}

/** What the system says of position servers; tests put their own in place. */
export interface SystemSources {
  env: Readonly<Record<string, string | undefined>>;
  file: string;
}

export const systemSources: SystemSources = {
  env: process.env,
  file: process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\vsoa.pos' : '/etc/vsoa.pos',
};

const DEFAULT_PORT = 54;
const ENTRY = /^(?:\[([^\]]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/u;

/**
 * The position servers to ask, in order: those that the program gives and no others, or those of the environment and
 * then those of the file. The file is not read where nobody gets that far. Throws `INVALID_ARGUMENT` where what the
 * program gives makes no sense; where what the system says makes none, that part is skipped with a warning, for it is
 * shared by all programs.
 */
export async function* positionServers(
  given: string | readonly string[] | undefined,
  { env, file }: SystemSources,
  signal: AbortSignal,
): AsyncGenerator<PositionAddress, void, undefined> {
  if (given !== undefined) {
    yield* (typeof given === 'string' ? entriesOf(given) : given).map((entry) => required(entry));
    return;
  }
  yield* entriesOf(env['VSOA_POS_SERVER'] ?? '').flatMap((entry) => tolerated(entry, 'VSOA_POS_SERVER'));
  yield* linesOf(await textOf(file, signal)).flatMap((line) => tolerated(line, file));
}

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** As `host:port`, so that one parser is enough. An IPv6 address may go without brackets where a blank ends it. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/u).map((line) => line.replace(/#.*/u, '').trim());
  return lines.filter((line) => line !== '').map((line) => line.split(/\s+/u).map(bracketed).join(':'));
}

function bracketed(word: string): string {
  return isIPv6(word) ? `[${word}]` : word;
}

async function textOf(file: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(file, { encoding: 'utf8', signal });
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) warnOnce(`${file} cannot be read: ${String(error)}`);
    return '';
  }
}

function required(entry: string): PositionAddress {
  const address = parsed(entry);
  if (address !== undefined) return address;
  throw new VsoaError('INVALID_ARGUMENT', `a position server is given as host:port, this is ${JSON.stringify(entry)}`);
}

function tolerated(entry: string, source: string): PositionAddress[] {
  const address = parsed(entry);
  if (address !== undefined) return [address];
  warnOnce(`${source} says ${JSON.stringify(entry)}, which is no position server, and is skipped`);
  return [];
}

function parsed(entry: string): PositionAddress | undefined {
  const [, inBrackets, plain, port] = ENTRY.exec(entry) ?? [];
  const host = inBrackets ?? plain;
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (host === undefined || (inBrackets !== undefined && !isIPv6(inBrackets))) return undefined;
  return number >= 1 && number <= 65_535 ? { host, port: number } : undefined;
}

const warned = new Set<string>();

function warnOnce(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  process.emitWarning(text, 'VsoaWarning');
}
