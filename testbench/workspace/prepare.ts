import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCAL } from './bundle.ts';

/** As `replaceFile` names what it writes beside. */
const LEFT_BEHIND = /\.jsonl?\.[0-9a-f]{8}\.part$/;
/** ms; what is younger may be written right now, by another app. */
const OLD = 60_000;

/**
 * Makes the folder of a workspace where there is none, keeps its local part out of git, and clears away what a crash in
 * the midst of saving has left. Where nothing of it can be written, the window is told so when something is to be saved.
 */
export function prepareFolder(folder: string, now: number): void {
  attempt(() => mkdirSync(folder, { recursive: true }));
  attempt(() => mkdirSync(path.join(folder, LOCAL)));
  attempt(() => writeFileSync(path.join(folder, LOCAL, '.gitignore'), '*\n', { flag: 'wx' }));
  for (const part of ['', LOCAL, 'environments']) clear(path.join(folder, part), false, now);
  clear(path.join(folder, 'requests'), true, now);
}

function clear(folder: string, recursive: boolean, now: number): void {
  attempt(() => {
    for (const entry of readdirSync(folder, { recursive, withFileTypes: true })) {
      if (!entry.isFile() || !LEFT_BEHIND.test(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      attempt(() => {
        if (now - statSync(file).mtimeMs > OLD) rmSync(file);
      });
    }
  });
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {}
}
