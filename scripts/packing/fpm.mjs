#!/usr/bin/env node
// What electron-builder asks of fpm to make a deb, done by dpkg-deb of the system: CUSTOM_FPM_PATH names this file.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const FLAGS = new Set(['--force', '--debug']);
const LISTS = { '-d': 'depends', '--deb-recommends': 'recommends' };
/** How fpm and dpkg-deb call the same. */
const COMPRESSIONS = { gz: 'gzip', xz: 'xz', none: 'none' };
const SCRIPTS = { 'after-install': 'postinst', 'after-remove': 'postrm' };

/** The words of fpm: options by their names, and `from=to` of what goes where. */
export function readWords(words) {
  const asked = { options: {}, depends: [], recommends: [], files: [] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (FLAGS.has(word)) continue;
    if (word in LISTS) asked[LISTS[word]].push(words[++at]);
    else if (word.startsWith('-')) {
      const [, name, value] = /^-+([^=]+)(?:=(.*))?$/s.exec(word);
      asked.options[name] = value ?? words[++at];
    } else {
      const cut = word.lastIndexOf('=');
      asked.files.push([word.slice(0, cut), word.slice(cut + 1)]);
    }
  }
  return asked;
}

/** The control file; what is not known has no line. */
export function controlOf({ options, depends, recommends }, kib) {
  const [first = '', ...rest] = String(options.description).trim().split('\n');
  const fields = {
    Package: options.name,
    Version: options.version,
    Architecture: options.architecture,
    Maintainer: options.maintainer,
    'Installed-Size': String(kib),
    Depends: depends.join(', '),
    Recommends: recommends.join(', '),
    Section: options.category,
    Priority: options['deb-priority'],
    Homepage: /^https?:/.test(options.url) ? options.url : undefined,
    Description: [first.trim(), ...rest.flatMap(wrapped)].join('\n'),
  };
  const known = Object.entries(fields).filter(([, value]) => value);
  return known.map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** A line of the long description, in lines of at most 79 characters; an empty one is a dot. */
function wrapped(line) {
  const parts = line.trim().match(/\S.{0,76}(?=\s|$)/g) ?? ['.'];
  return parts.map((part) => ` ${part}`);
}

/** Makes the deb, and leaves nothing else behind. */
export function makeDeb(asked) {
  const { options, files } = asked;
  if (options.t !== 'deb') throw new Error(`only deb is made here, not ${options.t}`);
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-'));
  try {
    for (const [from, to] of files) copyInto(root, from, to);
    // As a user who has another umask would make it.
    execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', root]);
    const kib = execFileSync('du', ['-sk', '--apparent-size', root], { encoding: 'utf8' }).split('\t')[0];
    const control = path.join(root, 'DEBIAN');
    fs.mkdirSync(control);
    fs.writeFileSync(path.join(control, 'control'), controlOf(asked, kib));
    for (const [option, name] of Object.entries(SCRIPTS)) {
      if (!options[option]) continue;
      fs.copyFileSync(options[option], path.join(control, name));
      fs.chmodSync(path.join(control, name), 0o755);
    }
    const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
    const kind = COMPRESSIONS[options['deb-compression'] ?? 'xz'];
    if (kind === undefined) throw new Error(`${options['deb-compression']} is no compression that is made here`);
    const compression = [`-Z${kind}`, ...(level && kind !== 'none' ? [`-z${level}`] : [])];
    execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, options.package], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** A folder, given with a slash at its end, is put there itself; links in it stay links. */
function copyInto(root, from, to) {
  const target = path.join(root, to);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.cpSync(from.replace(/\/$/, ''), target, { recursive: true, verbatimSymlinks: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  makeDeb(readWords(process.argv.slice(2)));
