import * as v from 'valibot';
import { command } from './command.ts';

/** What the program is made of. */
export interface About {
  /** Versions and the like, by their names. */
  facts: Record<string, string>;
  /** Of every package that ships in it, by their names. */
  licences: Licence[];
}

export interface Licence {
  name: string;
  version: string;
  /** As SPDX names it: `MIT`, or `(MIT OR Apache-2.0)`. */
  licence: string;
  author?: string | undefined;
  text: string;
}

export const aboutCommands = {
  about: command<About>()(v.undefined()),
  /** Has the system show the licences of Electron and Chromium, a page of some megabytes; false where it is not there. */
  showRuntimeLicences: command<boolean>()(v.undefined()),
} as const;
