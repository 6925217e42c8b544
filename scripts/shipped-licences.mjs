import fs from 'node:fs';
import path from 'node:path';
import { inlinedFiles } from './inline-text.mjs';
import { ROOT } from './run.mjs';

/** By these a package may ship in a program of ours, which is under Apache-2.0. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
]);
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * A Vite plugin: beside each program of the build lies `licences-<its name>.json`, with every package of which something
 * is in it. A package without a licence text, or with a licence that is not allowed, ends the build.
 */
export function shippedLicences() {
  return {
    name: 'shipped-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const licences = licencesOf([...ids, ...inlinedFiles]);
      const fileName = `licences-${this.environment.name}.json`;
      this.emitFile({ type: 'asset', fileName, source: JSON.stringify(licences) });
    },
  };
}

/** Of the packages that the files are of, by their names; our own are not among them. */
export function licencesOf(files) {
  const folders = new Set(files.map((file) => packageFolder(file)).filter(Boolean));
  return [...folders].map(licenceOf).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The innermost folder of a package under node_modules; undefined for what is none, as a module made by a plugin. */
function packageFolder(id) {
  const file = id.replace(/^\0/, '').split('?')[0].replaceAll('\\', '/');
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

function licenceOf(folder) {
  const { name, version, license, homepage, author } = JSON.parse(
    fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  if (!isAllowed(license)) throw new Error(`${name} ${version} must not ship: its licence is ${String(license)}`);
  const texts = fs.readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (texts.length === 0) texts.push(keptTextOf(name, version));
  const text = texts.map((file) => fs.readFileSync(path.resolve(folder, file), 'utf8').trim()).join('\n\n');
  return { name, version, licence: license, homepage, author: nameOf(author), text };
}

/** `MIT`, or one of several that may be chosen from. */
const isAllowed = (license) =>
  typeof license === 'string' &&
  license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((each) => ALLOWED.has(each.trim()));

/** A package that names its licence may hold no text of it: it is kept here then. */
function keptTextOf(name, version) {
  const file = path.join(ROOT, 'scripts', 'licences', `${name.replace('/', '__')}.txt`);
  if (fs.existsSync(file)) return file;
  throw new Error(`${name} ${version} must not ship: it holds no licence text, and there is none in scripts/licences`);
}

const nameOf = (author) => (typeof author === 'string' ? author.replace(/\s*[<(].*$/, '') : author?.name);
