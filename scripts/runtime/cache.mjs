import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A preparation that is this old was killed: none is allowed to take as long. */
const ABANDONED_MS = 6 * 3_600_000;

/** Where runtimes are kept, outside node_modules so that `npm ci` leaves them alone. */
export function cacheFolder(env = process.env) {
  return (
    env.VSOA_TESTBENCH_ELECTRON_CACHE ||
    path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'vsoa-testbench', 'electron')
  );
}

/**
 * Makes the folder `name` of the cache appear whole or not at all: `fill(folder)` works in a folder of its own, which is
 * renamed at the end. Where another process was first, its folder is taken and ours is thrown away.
 */
export async function install(cache, name, fill) {
  const place = path.join(cache, name);
  const draft = path.join(cache, `.draft-${name}-${process.pid}-${randomUUID().slice(0, 8)}`);
  fs.mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  fs.mkdirSync(draft);
  const stopListening = removeOnSignal(draft);
  try {
    await fill(draft);
    moveInto(draft, place);
    return place;
  } finally {
    stopListening();
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function moveInto(draft, place) {
  try {
    fs.renameSync(draft, place);
  } catch (error) {
    if (!fs.existsSync(place)) throw error;
  }
}

function removeAbandoned(cache) {
  for (const name of fs.readdirSync(cache)) {
    const folder = path.join(cache, name);
    if (name.startsWith('.draft-') && Date.now() - fs.statSync(folder).mtimeMs > ABANDONED_MS) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

function removeOnSignal(folder) {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const listeners = Object.entries(codes).map(([signal, code]) => {
    const listener = () => {
      fs.rmSync(folder, { recursive: true, force: true });
      process.exit(code);
    };
    process.once(signal, listener);
    return [signal, listener];
  });
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
