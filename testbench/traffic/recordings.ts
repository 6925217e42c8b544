import type { Clock } from '@vsoa-testbench/core';
import type { FileDialogs } from '../capture/dialogs.ts';
import { Recorder } from '../capture/recorder.ts';
import type { Handlers, Recording } from '../contract.ts';
import { BenchFailure } from '../errors.ts';

export interface RecordingsOptions {
  dialogs: FileDialogs;
  clock: Clock;
  onChange: () => void;
}

type Limits = Parameters<Handlers['startRecording']>[0];

/** The recording there is, one at a time. */
export class Recordings {
  readonly #options: RecordingsOptions;
  #recorder: Recorder | null = null;
  #starting = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Is to be told of each packet while it is there. */
  get recorder(): Recorder | null {
    return this.#recorder;
  }

  describe(): Recording | null {
    return this.#recorder?.describe() ?? null;
  }

  /** Null where the user chose no folder. */
  async start(limits: Limits): Promise<Recording | null> {
    if (this.#recorder || this.#starting) throw new BenchFailure('INVALID_ARGUMENT', 'it is recorded already');
    this.#starting = true;
    const { dialogs, ...rest } = this.#options;
    try {
      const folder = await dialogs.chooseFolder();
      if (folder === null) return null;
      this.#recorder = await Recorder.start({ ...limits, ...rest, folder });
      rest.onChange();
      return this.#recorder.describe();
    } finally {
      this.#starting = false;
    }
  }

  async stop(): Promise<void> {
    const recorder = this.#recorder;
    this.#recorder = null;
    await recorder?.stop();
    this.#options.onChange();
  }
}
