import type { Task } from '../contract.ts';
import { BenchFailure } from '../errors.ts';

export interface Running {
  signal: AbortSignal;
  progress: (done: number, total?: number) => void;
}

/** Work that takes long. Its progress is told with the next events; cancelled it ends with null. */
export class Tasks {
  readonly #onChange: () => void;
  readonly #tasks = new Map<string, { task: Task; ending: AbortController }>();
  #lastId = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get list(): Task[] {
    return [...this.#tasks.values()].map(({ task }) => task);
  }

  async run<T>(about: Omit<Task, 'id' | 'done'>, work: (running: Running) => Promise<T>): Promise<T | null> {
    const id = `task-${++this.#lastId}`;
    const ending = new AbortController();
    const { signal } = ending;
    const running = { task: { ...about, id, done: 0 }, ending };
    this.#tasks.set(id, running);
    this.#onChange();
    const progress = (done: number, total = running.task.total) => {
      running.task = { ...running.task, done, total };
      this.#onChange();
    };
    try {
      return await work({ signal, progress });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      this.#tasks.delete(id);
      this.#onChange();
    }
  }

  /** Nothing happens where it has ended. */
  cancel(id: string): void {
    this.#tasks.get(id)?.ending.abort(new BenchFailure('ABORTED', 'cancelled by the user'));
  }

  cancelAll(): void {
    for (const id of this.#tasks.keys()) this.cancel(id);
  }
}
