import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Whether the user has switched updates on: a file of its own, as it is of this computer and of no workspace. */
export class UpdateSwitch {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get on(): boolean {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')).on === true;
    } catch {
      return false;
    }
  }

  set on(on: boolean) {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify({ on }));
  }
}
