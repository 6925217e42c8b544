import path from 'node:path';
import { findRuntime, RuntimeMissing } from './electron-runtime.mjs';
import { main } from './run.mjs';
import { hasDisplay } from './system/display.mjs';
import { ensureSystem, SystemLacks } from './system/install.mjs';

class NoDisplay extends Error {}

/** Gets all that the app needs to run on this machine; answers the runtime and the environment that names it. */
export async function prepareApp({ forTests = false } = {}) {
  if (!forTests && !hasDisplay()) {
    throw new NoDisplay(
      'There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Start this from a desktop\n' +
        'session, or under a display without a screen: xvfb-run -a npm start. The tests bring their own: npm test.',
    );
  }
  const runtime = await findRuntime();
  ensureSystem(runtime.folder, { forTests });
  // The variable that the electron package, Playwright and Vite's plugin all look at.
  return { runtime, env: { ELECTRON_OVERRIDE_DIST_PATH: path.dirname(runtime.executable) } };
}

/** Chromium's words for how to run: it refuses its sandbox to root, and 33 does not look for Wayland by itself. */
export function chromiumSwitches(log = console.error) {
  const switches = [];
  if (process.getuid?.() === 0) {
    log('You are root, to whom Chromium refuses its sandbox: the window runs with --no-sandbox.');
    switches.push('--no-sandbox');
  }
  if (process.platform === 'linux' && !process.env.DISPLAY) switches.push('--ozone-platform=wayland');
  return switches;
}

/** Runs the body of a command that needs the app; what the machine lacks is told without a stack. */
export function appMain(body) {
  return main(body, [NoDisplay, RuntimeMissing, SystemLacks]);
}
