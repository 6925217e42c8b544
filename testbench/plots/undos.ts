import { randomUUID } from 'node:crypto';
import type { PlotField } from '../contract.ts';
import { BenchFailure } from '../errors.ts';

const MOST = 10;

interface Undo {
  restore: () => void;
  /** It cannot be taken back any more. */
  forget: () => void;
  /** Whose values are to be kept as long as it can. */
  fields: PlotField[];
}

/** The last removals, which can be taken back. */
export class Undos {
  readonly #undos = new Map<string, Undo>();

  get fields(): PlotField[] {
    return [...this.#undos.values()].flatMap((undo) => undo.fields);
  }

  add(undo: Undo): string {
    const id = `undo-${randomUUID()}`;
    this.#undos.set(id, undo);
    for (const old of [...this.#undos.keys()].slice(0, -MOST)) {
      this.#undos.get(old)?.forget();
      this.#undos.delete(old);
    }
    return id;
  }

  run(id: string): void {
    const undo = this.#undos.get(id);
    if (!undo) throw new BenchFailure('NO_SUCH_PLOT', 'it cannot be taken back any more');
    this.#undos.delete(id);
    undo.restore();
  }
}
