import type { App } from 'electron';
import * as v from 'valibot';
import { LINK_SCHEME } from '../testbench/openings/link.ts';
import type { OpeningQueue } from '../testbench/openings/queue.ts';

/** Of a word that is handed to the app that runs already; a link of that length is refused there. */
const LONGEST_WORD = 4_096;
/** Of all of them: the system takes no message of more than 32 KiB between two starts of an app, with the command line. */
const LONGEST_TOGETHER = 8_192;

const handedOver = v.object({ words: v.array(v.string()), folder: v.string() });

type Opens = Pick<App, 'on'>;

/**
 * What the user asked for with the command line, without what is for Chromium; bounded, so that it reaches the app that
 * runs already.
 */
export function wordsOf({ argv, defaultApp }: { argv: readonly string[]; defaultApp?: boolean }): string[] {
  const words = argv.slice(1).filter((word) => !word.startsWith('-'));
  let room = LONGEST_TOGETHER;
  // Unpacked, Electron itself is told where the app is.
  return words.slice(defaultApp ? 1 : 0).flatMap((word) => {
    const part = word.slice(0, LONGEST_WORD);
    room -= part.length;
    return room >= 0 ? [part] : [];
  });
}

/** Hears of files and links from a second start of the app, and on macOS from the system. To be called before it is ready. */
export function hearOpenings(app: Opens, queue: OpeningQueue): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    // Any program of the user may have sent this.
    const found = v.safeParse(handedOver, data);
    if (found.success) queue.add(found.output.words, found.output.folder);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    queue.add([file], '/');
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    queue.add([url], '/');
  });
}

interface Registers extends Pick<App, 'isDefaultProtocolClient' | 'setAsDefaultProtocolClient'> {
  isPackaged: boolean;
}

/**
 * Makes Windows hand `vsoa://` links to this app. Linux and macOS know by what is in the package; a portable app leaves
 * no trace, and its executable is gone when it ends.
 */
export function ownLinks(app: Registers, { platform, env }: NodeJS.Process, say: (message: string) => void): void {
  if (!app.isPackaged || platform !== 'win32' || env['PORTABLE_EXECUTABLE_FILE'] !== undefined) return;
  if (app.isDefaultProtocolClient(LINK_SCHEME) || app.setAsDefaultProtocolClient(LINK_SCHEME)) return;
  say(`${LINK_SCHEME}:// links are not handed to this app: the system refused`);
}
