import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { app, dialog, powerSaveBlocker, protocol, safeStorage, session, shell } from 'electron';
import { Bench } from '../testbench/bench.ts';
import { toBenchError } from '../testbench/errors.ts';
import { OpeningQueue } from '../testbench/openings/queue.ts';
import type { Places } from '../testbench/workspace/places.ts';
import { fileDialogs } from './dialogs.ts';
import { createDoor } from './door.ts';
import { guardSession } from './guards.ts';
import { listenToPage } from './ipc.ts';
import { keepAwake } from './keep-awake.ts';
import { KnownPlaces } from './known-places.ts';
import { hearOpenings, ownLinks, wordsOf } from './opened.ts';
import { PAGE_ORIGIN, PAGE_URL, SCHEME, servePage } from './page.ts';
import { systemSecrets } from './secrets.ts';
import { openWindow } from './window.ts';

/** How long a quit waits for connections to end in good order. */
const CLOSE_LIMIT_MS = 3_000;

/** Vite's, in development only: the build leaves no trace of it. */
const devServer = import.meta.env.DEV ? process.env['VITE_DEV_SERVER_URL'] : undefined;

// Without a sandbox at all (Chromium refuses it to root) this call makes every child process crash.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

const openings = new OpeningQueue();
hearOpenings(app, openings);
const words = wordsOf(process);

// Two of them would write over each other's secrets and workspaces: the second one shows the first.
if (app.requestSingleInstanceLock({ words, folder: process.cwd() })) {
  openings.add(words, process.cwd());
  ownLinks(app, process, say);
  // Not awaited here: Electron is not ready before this module is through.
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start() {
  protocol.handle(SCHEME, servePage(path.join(import.meta.dirname, '..', 'renderer')));
  guardSession(session.defaultSession, say);
  const window = openWindow(devServer ?? PAGE_URL, say);
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  const userData = app.getPath('userData');
  const secrets = systemSecrets(path.join(userData, 'secrets.json'), safeStorage, say);
  const known = new KnownPlaces(path.join(userData, 'places.json'), path.join(userData, 'workspace'));

  // One after the other: a bench that nobody closes would hold its connections for ever.
  let turn = Promise.resolve();
  let quitting = false;
  let current = known.last;
  const open = (folder: string) => {
    turn = goTo(folder, turn).catch((error: unknown) => say(`${folder} was not opened: ${String(error)}`));
  };
  const openBench = (folder: string): Bench => {
    const { own } = known;
    const places: Places = { own, recent: known.recentBefore(folder), missing: known.missingFor(folder), open };
    return new Bench({ dialogs: fileDialogs(window, dialog, shell), workspace: folder, places, secrets, openings });
  };
  const goTo = async (folder: string, before: Promise<void>) => {
    await before;
    if (quitting || folder === current) return;
    known.changed(current, folder);
    current = folder;
    await close(bench);
    bench = openBench(folder);
    bench.onChange(tellPage);
    if (!window.isDestroyed()) window.webContents.reload();
  };

  let bench = openBench(current);
  const tellPage = listenToPage({
    window,
    origin: devServer === undefined ? PAGE_ORIGIN : new URL(devServer).origin,
    door: createDoor({
      handlers: () => bench.handlers,
      toError: toBenchError,
      refused: (reason) => say(`a request was refused: ${reason}`),
      broke: (defect) => say(`a defect: ${defect}`),
    }),
    takeEvents: () => bench.takeEvents(),
    say,
  });
  bench.onChange(tellPage);
  const letSleep = keepAwake(powerSaveBlocker, () => bench.busy);

  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    letSleep();
    // Not from within this event: Electron ignores a quit while it is quitting.
    quitting = true;
    void turn.then(() => Promise.all([close(bench), known.close()])).then(() => setImmediate(() => app.quit()));
  });
}

async function close(bench: Bench) {
  try {
    await Promise.race([bench.close(), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  } catch (error) {
    say(`the bench did not close cleanly: ${String(error)}`);
  }
}

function say(message: string) {
  console.error(`[window] ${message}`);
}
