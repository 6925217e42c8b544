import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ChosenFile } from '../contract.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';

/** Of those that were chosen on this computer. */
export const MOST_FILES = 1_000;

/**
 * Files that requests send as their data. A request may come from somebody else, with git or in a file: of what it names,
 * only what lies in the workspace itself is opened, and what this user has chosen on this computer before.
 */
export class DataFiles {
  readonly #workspace: string;
  readonly #chosen: ChosenFiles;
  readonly #remembered: Set<string>;
  readonly #onChange: () => void;

  constructor(workspace: string, chosen: ChosenFiles, remembered: Iterable<string>, onChange: () => void) {
    this.#workspace = workspace;
    this.#chosen = chosen;
    this.#remembered = new Set(remembered);
    this.#onChange = onChange;
  }

  get remembered(): string[] {
    return [...this.#remembered];
  }

  /** How a request names it: from the workspace where it is in there, so that others find it too. */
  nameOf(file: ChosenFile): string {
    const inside = path.relative(this.#workspace, file.path);
    if (isInside(inside)) return inside.split(path.sep).join('/');
    this.#remember(file);
    return file.path;
  }

  fileAt(name: string): ChosenFile {
    const whole = path.resolve(this.#workspace, name);
    const file = { path: whole, name: path.basename(whole), bytes: sizeOf(whole) };
    if (this.#remembered.has(whole) || this.#isReallyInside(whole)) this.#chosen.allow(file);
    return file;
  }

  #remember(file: ChosenFile): void {
    if (this.#remembered.has(file.path)) return;
    try {
      this.#chosen.pathOf(file);
    } catch {
      return;
    }
    const [first] = this.#remembered;
    if (this.#remembered.size >= MOST_FILES && first !== undefined) this.#remembered.delete(first);
    this.#remembered.add(file.path);
    this.#onChange();
  }

  #isReallyInside(file: string): boolean {
    try {
      return isInside(path.relative(realpathSync(this.#workspace), realpathSync(file)));
    } catch {
      return false;
    }
  }
}

function isInside(relative: string): boolean {
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
