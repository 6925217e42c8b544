import type { MadeFile } from './made.ts';

/** Collects the files that go beside a scenario, each with a name of its own. */
export class MadeFolder {
  readonly files: MadeFile[] = [];
  readonly #names = new Set<string>();

  /** Answers the name it was given: the parts of `wish` that a file name takes, and a number where it is taken. */
  add(wish: string, extension: string, bytes: Uint8Array): string {
    const same = this.files.find((file) => file.name.endsWith(extension) && equal(file.bytes, bytes));
    if (same) return same.name;
    const base =
      wish
        .replace(/[^\p{L}\p{N}._-]+/gu, '-')
        .replace(/^[-.]+|[-.]+$/g, '')
        .slice(0, 60) || 'file';
    let name = `${base}${extension}`;
    for (let number = 2; this.#names.has(name.toLowerCase()); number++) name = `${base}-${number}${extension}`;
    this.#names.add(name.toLowerCase());
    this.files.push({ name, bytes });
    return name;
  }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0;
}
