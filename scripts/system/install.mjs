import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { missingOnSystem } from './packages.mjs';

/** How long to wait for another installation that is going on, s. */
const LOCK_TIMEOUT = 300;

export class SystemLacks extends Error {}

/**
 * Makes sure that the system has what Electron and the tests need: root on a Debian-like system gets it installed,
 * anyone else a `SystemLacks` error with the one command to run.
 */
export function ensureSystem(runtimeFolder, { forTests = false, log = console.error } = {}) {
  const missing = missingOnSystem(runtimeFolder, { forTests });
  if (missing.length === 0) return;
  const what = missing.map((one) => one.what).join('; ');
  const wanted = [...new Set(missing.flatMap((one) => one.packages))];
  if (!isDebianLike()) {
    throw new SystemLacks(`This system lacks ${what}. On Debian these packages bring it: ${wanted.join(' ')}`);
  }
  if (process.getuid() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install -y ${packageNames(wanted).join(' ')}`;
    throw new SystemLacks(`This system lacks ${what}. Run this, then try again:\n  ${command}`);
  }
  log(`This system lacks ${what}.`);
  apt(['update', '-qq'], log);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packageNames(wanted)], log);
  const left = missingOnSystem(runtimeFolder, { forTests });
  if (left.length > 0) throw new SystemLacks(`Still missing after that: ${left.map((one) => one.what).join('; ')}`);
}

function isDebianLike() {
  return fs.existsSync('/usr/bin/apt-get');
}

/** Newer Debians and Ubuntus call some of these libfoot64, since time has 64 bits there. */
function packageNames(names) {
  const { stdout } = spawnSync('apt-cache', ['pkgnames'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const known = new Set(stdout?.split('\n'));
  return names.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}

function apt(words, log) {
  log(`Running: apt-get ${words.join(' ')}`);
  const { status, stdout, stderr } = spawnSync('apt-get', ['-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT}`, ...words], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new SystemLacks(`apt-get ${words[0]} failed:\n${(stderr || stdout).trim()}`);
}
