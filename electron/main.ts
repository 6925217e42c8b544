import path from 'node:path';
import { app, dialog, powerSaveBlocker, protocol, safeStorage, session, shell } from 'electron';
import type { Bench } from '../testbench/bench.ts';
import { sessionSecrets } from '../testbench/devices/secrets.ts';
import { toBenchError } from '../testbench/errors.ts';
import { OpeningQueue } from '../testbench/openings/queue.ts';
import { Benches } from './benches.ts';
import { crashDialog } from './crash-dialog.ts';
import { fileDialogs } from './dialogs.ts';
import { createDoor } from './door.ts';
import { externalLinks } from './external-links.ts';
import { guardSession } from './guards.ts';
import { benchHost, factsOf } from './host.ts';
import { listenToPage } from './ipc.ts';
import { keepAwake } from './keep-awake.ts';
import { KnownPlaces } from './known-places.ts';
import { openLog } from './log.ts';
import { Mishaps } from './mishaps.ts';
import { hearOpenings, ownLinks, wordsOf } from './opened.ts';
import { PAGE_ORIGIN, PAGE_URL, SCHEME, servePage } from './page.ts';
import { surviveErrors } from './process-errors.ts';
import { argsFor } from './safe-mode.ts';
import { systemSecrets } from './secrets.ts';
import { canBeReplaced, configuredFeed } from './updates/config.ts';
import { electronUpdater } from './updates/electron-updater.ts';
import type { Feed } from './updates/feed.ts';
import { UpdateSwitch } from './updates/switch.ts';
import { type Updater, Updates } from './updates/updates.ts';
import { openWindow } from './window.ts';
import { type NativeWords, nativeLanguage, nativeWords } from './words.ts';

/** Vite's, in development only: the build leaves no trace of it. */
const devServer = import.meta.env.DEV ? process.env['VITE_DEV_SERVER_URL'] : undefined;
const pageUrl = devServer ?? PAGE_URL;
const pageOrigin = devServer === undefined ? PAGE_ORIGIN : new URL(devServer).origin;
const safeMode = app.commandLine.hasSwitch('safe-mode');

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
  // Not awaited here: Electron is not ready before this module is through.
  void app.whenReady().then(start).catch(couldNotStart);
} else {
  app.quit();
}

function start() {
  const userData = app.getPath('userData');
  const file = (name: string) => path.join(userData, name);
  const level = app.commandLine.getSwitchValue('log-level') || process.env['VSOA_TESTBENCH_LOG_LEVEL'];
  const log = openLog({ folder: file('logs'), level });
  const say = log.warn;
  const facts = factsOf(app.getVersion(), app.isPackaged, app.getLocale());
  ownLinks(app, process, say);
  log.info(`started: ${Object.values(facts).join(' · ')}${safeMode ? ' · safe mode' : ''}`);
  const mishaps = new Mishaps({ folder: file('crashes'), say: log.error, lastLog: () => log.last(16_384), facts });
  let language = nativeLanguage(app.getLocale());
  const native = () => nativeWords(language);

  // In safe mode one that is in memory: the settings of the page are neither read nor changed.
  const pageSession = safeMode ? session.fromPartition('safe-mode') : session.defaultSession;
  pageSession.protocol.handle(SCHEME, servePage(path.join(import.meta.dirname, '..', 'renderer')));
  guardSession(pageSession, isOfPage, say);
  const openLink = externalLinks({ window: () => window, dialog, shell, words: native, say });
  const window = openWindow({
    url: pageUrl,
    session: pageSession,
    placement: safeMode ? null : file('window.json'),
    openLink: (url) => void openLink(url),
    happened: (trouble, detail) => mishaps.happened(trouble, detail),
    giveUp: () => void keepsCrashing(benches.current, native()),
    say,
  });
  app.on('second-instance', () => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });

  let updater: Promise<Updater> | undefined;
  const feed = configuredFeed(app.getAppPath(), process.env, say);
  const updates = new Updates({
    feed: safeMode ? null : feed,
    replaceable: canBeReplaced(process.platform, process.env, process.resourcesPath),
    kept: new UpdateSwitch(file('updates/switch.json')),
    updater: () => (updater ??= electronUpdater(feed as Feed, say)),
    say,
  });
  const host = benchHost({
    safeMode,
    log,
    mishaps,
    facts,
    updates,
    dist: path.join(import.meta.dirname, '..'),
    open: (place) => shell.openPath(place),
    restart,
    setLanguage: (chosen) => {
      language = chosen;
    },
  });
  const secrets = safeMode ? sessionSecrets() : systemSecrets(file('secrets.json'), safeStorage, say);
  const known = safeMode ? undefined : new KnownPlaces(file('places.json'), file('workspace'));
  const tellPage = listenToPage({
    window,
    origin: pageOrigin,
    door: createDoor({
      handlers: () => benches.current.handlers,
      toError: toBenchError,
      refused: (reason) => say(`a request was refused: ${reason}`),
      broke: (defect) => log.error(`a defect: ${defect}`),
      answered: (name, outcome) => log.debug(`${name}: ${outcome}`),
    }),
    takeEvents: () => benches.current.takeEvents(),
    say,
  });
  const benches = new Benches({
    known,
    bench: { dialogs: fileDialogs(window, dialog, shell), secrets, host, openings },
    replaced: () => !window.isDestroyed() && window.webContents.reload(),
    changed: tellPage,
    say,
  });
  surviveErrors({ on: process, mishaps, save: () => benches.current.saved(), say });
  const letSleep = keepAwake(powerSaveBlocker, () => benches.current.busy);

  // Not before the window has what it needs.
  window.webContents.once('did-finish-load', () => updates.start());

  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    letSleep();
    // Not from within this event: Electron ignores a quit while it is quitting.
    void benches.close().then(() => setImmediate(() => app.quit()));
  });
}

function keepsCrashing(bench: Bench, native: NativeWords): Promise<void> {
  const saveReport = () => bench.saveReport();
  return crashDialog({ dialog, words: native, title: 'crashed', saveReport, restart, quit: () => app.quit() });
}

/** What the page is made of, and what it makes itself. */
function isOfPage(url: string): boolean {
  const { protocol: scheme, host } = new URL(url);
  if (['blob:', 'data:', 'devtools:'].includes(scheme)) return true;
  return scheme === `${SCHEME}:` || (devServer !== undefined && host === new URL(devServer).host);
}

function restart(options: { safeMode: boolean }) {
  // What is started by one of these unpacks itself for each run, and is gone after it.
  const execPath = process.env['APPIMAGE'] ?? process.env['PORTABLE_EXECUTABLE_FILE'] ?? process.execPath;
  app.relaunch({ execPath, args: argsFor(process.argv.slice(1), options) });
  app.quit();
}

function couldNotStart(error: unknown) {
  const detail = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  console.error(`[window] could not start: ${detail}`);
  const native = nativeWords(nativeLanguage(app.getLocale()));
  void crashDialog({ dialog, words: native, title: 'notStarted', detail, restart, quit: () => app.exit(1) });
}
