// What a stock Electron does with its command line: electron [-r MODULE]... [--version | --abi] <folder | file> [arguments].
// Electron waits for this module before it is `ready`, so an app whose main file is an ES module runs before that too.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { target, preloads, print } = readCommandLine(process.argv.slice(1));
if (print !== undefined) {
  console.log(print);
  process.exit(0);
}
if (target === undefined) {
  fail('usage: electron [-r MODULE]... <folder or file of an app> [arguments]');
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const require = createRequire(path.join(process.cwd(), 'electron.js'));
for (const preload of preloads) require(preload);

try {
  await import(pathToFileURL(introduce(path.resolve(target))).href);
} catch (error) {
  fail(`The app threw an error while it was loaded.\n${error?.stack ?? error}`);
}

function readCommandLine(words) {
  const seen = { target: undefined, preloads: [], print: undefined };
  for (let at = 0; at < words.length && seen.target === undefined; at++) {
    const word = words[at];
    if (word === '-v' || word === '--version') seen.print = `v${process.versions.electron}`;
    else if (word === '-a' || word === '--abi') seen.print = process.versions.modules;
    else if (word === '-r' || word === '--require') seen.preloads.push(words[++at]);
    else if (word.startsWith('--app=')) seen.target = word.slice('--app='.length);
    else if (!word.startsWith('-')) seen.target = word;
  }
  return seen;
}

/** Written at once: what console.error has not written yet is lost on exit. */
function fail(message) {
  fs.writeSync(2, `${message}\n`);
  process.exit(1);
}

/** Gives Electron the app's name, version and path, and answers the file to load. */
function introduce(place) {
  const manifest = path.join(place, 'package.json');
  if (!fs.existsSync(manifest)) {
    app.setAppPath(path.dirname(place));
    return place;
  }
  const about = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (about.version) app.setVersion(about.version);
  app.setName(about.productName || about.name || 'Electron');
  app.setDesktopName(about.desktopName || `${app.name}.desktop`);
  app.setAppPath(place);
  return path.resolve(place, about.main || 'index.js');
}
