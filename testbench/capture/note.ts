import type { Oddity } from '@vsoa-testbench/core';
import { ODDITIES } from '../traffic/log.ts';

/**
 * What a packet of the bench is and no header says, as the comment that goes with it in a pcapng file:
 * `vsoa device="adas" connection=3 sent odd=BAD_MAGIC marked`. People read it in Wireshark, and we when the file is
 * opened again.
 */
export interface Note {
  side: 'device' | 'mock';
  /** Name of the device or mock. */
  name: string;
  connection: number;
  /** Seen from the bench. */
  sent: boolean;
  kind: 'PACKET' | 'POSITION' | 'STREAM_OPEN' | 'STREAM_CLOSE';
  odd?: Oddity | undefined;
  marked?: boolean | undefined;
  /** Of a packet that one frame cannot hold: which part this is, counted from 1, and of how many. */
  part?: number | undefined;
  of?: number | undefined;
  /** Our end and the peer's, where the header cannot say them; '' where they are not known. */
  local?: string | undefined;
  remote?: string | undefined;
  /** Of a position query or answer that is none. */
  malformed?: boolean | undefined;
  tunnel?: number | undefined;
  sentBytes?: number | undefined;
  receivedBytes?: number | undefined;
  error?: string | undefined;
}

const PREFIX = 'vsoa ';
const WORD = /([a-zA-Z-]+)(?:=("(?:[^"\\]|\\.)*"|[^\s"]+))?(?: |$)/y;
const NAMES: readonly (string | undefined)[] = ODDITIES;
const KINDS = { position: 'POSITION', 'stream-open': 'STREAM_OPEN', 'stream-close': 'STREAM_CLOSE' } as const;
const TEXTS = ['local', 'remote', 'error'] as const;
const NUMBERS = ['part', 'of', 'tunnel', 'sentBytes', 'receivedBytes'] as const;

export function writeNote(note: Note): string {
  const words = [`vsoa ${note.side}=${JSON.stringify(note.name)}`, `connection=${note.connection}`];
  words.push(note.sent ? 'sent' : 'received');
  for (const [word, kind] of Object.entries(KINDS)) if (note.kind === kind) words.push(word);
  for (const name of NUMBERS) if (note[name] !== undefined) words.push(`${name}=${note[name]}`);
  for (const name of TEXTS) if (note[name] !== undefined) words.push(`${name}=${JSON.stringify(note[name])}`);
  if (note.malformed) words.push('malformed');
  if (note.odd) words.push(`odd=${note.odd}`);
  if (note.marked) words.push('marked');
  return words.join(' ');
}

/** Undefined where the comment is somebody else's. A word we do not know is passed over. */
export function readNote(text: string): Note | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const words = readWords(text);
  const side = words.has('device') ? 'device' : 'mock';
  const name = textOf(words.get(side));
  const connection = numberOf(words.get('connection'));
  if (name === undefined || connection === undefined) return undefined;
  const note: Note = { side, name, connection, sent: words.has('sent'), kind: 'PACKET' };
  for (const [word, kind] of Object.entries(KINDS)) if (words.has(word)) note.kind = kind;
  for (const each of NUMBERS) note[each] = numberOf(words.get(each));
  for (const each of TEXTS) note[each] = textOf(words.get(each));
  note.malformed = words.has('malformed');
  note.odd = oddityOf(words.get('odd'));
  note.marked = words.has('marked');
  return note;
}

/** Only what a packet of core can be: what else the log knows is of its own making. */
function oddityOf(word: string | undefined): Oddity | undefined {
  return word !== 'BAD_POSITION' && NAMES.includes(word) ? (word as Oddity) : undefined;
}

function readWords(text: string): Map<string, string> {
  const words = new Map<string, string>();
  WORD.lastIndex = PREFIX.length;
  for (let found = WORD.exec(text); found !== null; found = WORD.exec(text)) {
    words.set(found[1] as string, found[2] ?? '');
    if (WORD.lastIndex >= text.length) break;
  }
  return words;
}

function textOf(value: string | undefined): string | undefined {
  if (!value?.startsWith('"')) return undefined;
  try {
    return String(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function numberOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
