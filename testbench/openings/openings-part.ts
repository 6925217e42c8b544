import type { openingCommands } from '../contract/openings.ts';
import type { Handlers, Opening } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { readLink } from './link.ts';
import { MOST_OPENINGS, type OpeningQueue } from './queue.ts';

type Command = keyof typeof openingCommands;

export interface OpeningsOptions extends Pick<PartOptions, 'files' | 'onChange'> {
  queue: OpeningQueue;
}

/** Hands on what the system asks the app to open, one after the other, when the window asks for it. */
export class OpeningsPart implements Part<Command, 'openings'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: OpeningsOptions;
  #changed = false;

  constructor(options: OpeningsOptions) {
    this.#options = options;
    options.queue.onChange(() => {
      this.#changed = true;
      options.onChange();
    });
    this.handlers = { takeOpening: () => this.#take() };
  }

  all(): { openings: number } {
    return { openings: this.#options.queue.length };
  }

  take(): { openings?: number } {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  async close(): Promise<void> {}

  async #take(): Promise<Opening | null> {
    const { queue, files } = this.#options;
    const asked = queue.take();
    if (asked === undefined) return null;
    if (asked.kind === 'tooMany') return { kind: 'tooMany', most: MOST_OPENINGS };
    if (asked.kind === 'link') return readLink(asked.text);
    try {
      return { kind: 'file', file: await files.choose(asked.path) };
    } catch (error) {
      return { kind: 'unreadable', path: asked.path, error: toBenchError(error) };
    }
  }
}
