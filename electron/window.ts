import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, Menu, type RenderProcessGoneDetails, screen } from 'electron';
import { guardContents } from './guards.ts';
import { readPlacement, SMALLEST, writePlacement } from './placement.ts';

const FIRST_SIZE = { width: 1_440, height: 900 };
/** The darkest surface of the dark theme: no flash of white before the first paint. */
const BEFORE_PAINT = '#16181c';
/** A page that crashes again this soon would crash for ever. */
const CRASH_LOOP_MS = 10_000;

/** Opens the one window of the app on `url`, where it was last time. `say` writes a line of the log. */
export function openWindow(url: string, say: (message: string) => void): BrowserWindow {
  const file = path.join(app.getPath('userData'), 'window.json');
  const last = readPlacement(
    file,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...(last?.bounds ?? FIRST_SIZE),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'VSOA Testbench',
    ...iconOf(process.platform),
    show: false,
    backgroundColor: BEFORE_PAINT,
    webPreferences: {
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

  guardContents(window.webContents, (target) => target === url, say);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const placement = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writePlacement(file, placement, (error) => say(`the place of the window was not kept: ${String(error)}`));
  });
  reloadAfterCrash(window, say);
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

function reloadAfterCrash(window: BrowserWindow, say: (message: string) => void): void {
  let crashedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }: RenderProcessGoneDetails) => {
    if (reason === 'clean-exit') return;
    const again = performance.now() - crashedAt < CRASH_LOOP_MS;
    crashedAt = performance.now();
    say(
      `the page crashed (${reason}, ${exitCode})${again ? ' again; it is not loaded any more' : '; loading it again'}`,
    );
    if (!again) window.webContents.reload();
  });
}
