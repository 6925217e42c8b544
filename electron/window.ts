import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, Menu, type Session, screen } from 'electron';
import { guardContents } from './guards.ts';
import { PageRecovery, type RecoveryOptions } from './page-recovery.ts';
import { readPlacement, SMALLEST, writePlacement } from './placement.ts';

const FIRST_SIZE = { width: 1_440, height: 900 };
/** The darkest surface of the dark theme: no flash of white before the first paint. */
const BEFORE_PAINT = '#16181c';

export interface WindowOptions extends Pick<RecoveryOptions, 'happened' | 'giveUp'> {
  url: string;
  session: Session;
  /** Where it is kept where the window was; null: nowhere. */
  placement: string | null;
  /** What is done with a link that leads out of the app. */
  openLink: (url: string) => void;
  /** Writes a line of the log. */
  say: (message: string) => void;
}

/** Opens the one window of the app, where it was last time. */
export function openWindow({
  url,
  session,
  placement: file,
  openLink,
  say,
  ...recovery
}: WindowOptions): BrowserWindow {
  const last = file === null ? null : readPlacement(file, workAreas());
  const window = new BrowserWindow({
    ...(last?.bounds ?? FIRST_SIZE),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'VSOA Testbench',
    ...iconOf(process.platform),
    show: false,
    backgroundColor: BEFORE_PAINT,
    webPreferences: {
      session,
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (last?.maximized) window.maximize();
  Menu.setApplicationMenu(process.platform === 'darwin' ? menuOfMac() : null);

  guardContents(window.webContents, { isOurs: (target) => target === url, openLink, log: say });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    if (file === null) return;
    const placement = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writePlacement(file, placement, (error) => say(`the place of the window was not kept: ${String(error)}`));
  });
  bringBack(window, recovery, say);
  window.loadURL(url).catch((error: unknown) => say(`the page did not load: ${String(error)}`));
  return window;
}

/** Elsewhere the system takes it from the app; a development build that was made alone has none. */
function iconOf(platform: NodeJS.Platform): { icon?: string } {
  const icon = path.join(import.meta.dirname, 'icon.png');
  return platform === 'linux' && existsSync(icon) ? { icon } : {};
}

/** How one quits and copies there. Without the view menu: its zoom would know nothing of that of the page, which is kept. */
const menuOfMac = (): Menu =>
  Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]);

/** What becomes of the page when it crashes or hangs. */
function bringBack(
  window: BrowserWindow,
  options: Pick<RecoveryOptions, 'happened' | 'giveUp'>,
  say: (message: string) => void,
): void {
  const { webContents } = window;
  const recovery = new PageRecovery({
    ...options,
    reload: () => webContents.reload(),
    kill: () => webContents.forcefullyCrashRenderer(),
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason !== 'clean-exit') recovery.gone(`${reason}, exit code ${exitCode}`);
  });
  webContents.on('unresponsive', () => {
    say('the page does not answer');
    recovery.unresponsive();
  });
  webContents.on('responsive', () => {
    say('the page answers again');
    recovery.responsive();
  });
  webContents.on('preload-error', (_event, _file, error) => say(`the preload failed: ${error.stack ?? String(error)}`));
  window.on('closed', () => recovery.close());
  app.on('child-process-gone', (_event, { type, reason, exitCode, name = '' }) =>
    say(`a process of Chromium is gone: ${type} ${name} (${reason}, exit code ${exitCode})`),
  );
}

const workAreas = () => screen.getAllDisplays().map((display) => display.workArea);
