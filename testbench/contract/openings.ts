import * as v from 'valibot';
import { command } from './command.ts';
import type { BenchError } from './errors.ts';
import type { ChosenFile } from './files.ts';

/** What the system hands to the app: a file that was opened with it, or a `vsoa://` link that was followed. */
export type Opening =
  /** To be opened as if it had been dropped on the window. */
  | { kind: 'file'; file: ChosenFile }
  | { kind: 'unreadable'; path: string; error: BenchError }
  /** `url` is fit for the field of an address. Anybody may have written it: nothing connects before the user says so. */
  | { kind: 'link'; url: string; leftOut: LinkPart[] }
  /** `start` is what can be shown of it. */
  | { kind: 'refusedLink'; why: LinkRefusal; start: string }
  /** More came than wait at most; they are gone. */
  | { kind: 'tooMany'; most: number };

/** What a link had beside the address: a name or password of a user, or a path and what follows it. */
export type LinkPart = 'credentials' | 'path';

/** It is too long, has characters that no address has, or gives no address of a server. */
export type LinkRefusal = 'length' | 'characters' | 'address';

/** What the bench tells of openings. */
export interface OpeningEvents {
  /** How many wait to be taken. */
  openings?: number;
}

export const openingCommands = {
  /** Takes the next one, which then waits no longer; null where none does. */
  takeOpening: command<Opening | null>()(v.undefined()),
} as const;
