import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../run.mjs';

const BUILT = ['dist/electron', 'dist/renderer'];

/** The registry was not reached, or does not tell of advisories. */
export class AuditMissing extends Error {}

/**
 * Advisories for what a package of the app holds, a line each. npm takes most of it for tools of the developer, as it is
 * bundled, so it is asked for all, and what does not ship is left out. A name is enough: of two versions of one package
 * in the tree the one that is affected counts, whichever ships. Throws `AuditMissing`.
 */
export async function auditShipped(shipped = shippedNames()) {
  const report = await npmAudit();
  return Object.values(report.vulnerabilities)
    .filter(({ name }) => shipped.has(name))
    .map(lineOf);
}

/** Electron, what the programs of the build were made of, and what npm installs with the command line. */
function shippedNames() {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const lists = BUILT.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder))
      .filter((file) => /^licences-.*\.json$/.test(file))
      .flatMap((file) => JSON.parse(fs.readFileSync(path.join(ROOT, folder, file), 'utf8'))),
  );
  return new Set(['electron', ...Object.keys(dependencies), ...lists.map(({ name }) => name)]);
}

async function npmAudit() {
  const { text, code } = await output('npm', ['audit', '--json']);
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    throw new AuditMissing(`npm audit ended with ${code} and without a report`);
  }
  if (report.vulnerabilities === undefined) {
    const why = report.message ?? report.error?.summary ?? `npm audit ended with ${code}`;
    throw new AuditMissing(`The registry tells of no advisories: ${why}`);
  }
  return report;
}

function output(command, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more) => (text += more));
    child.once('error', reject);
    child.once('close', (code) => resolve({ text, code }));
  });
}

/** Its own advisories; where there are none it is affected by a package that it needs. */
function lineOf({ name, severity, range, via }) {
  const own = via.filter((each) => typeof each === 'object').map(({ title, url }) => `${title} (${url})`);
  // The range is told where the registry knows the versions that there are.
  return `${[name, range].filter(Boolean).join(' ')}, ${severity}: ${own.join('; ') || `by ${via.join(', ')}`}`;
}
