import type { updateCommands } from '../contract/updates.ts';
import type { Handlers, UpdateEvents } from '../contract.ts';
import type { Host } from '../diagnosis/host.ts';
import type { Part } from '../part.ts';

type Command = keyof typeof updateCommands;

/** Newer versions of the program around the bench, as the window sees them. */
export class UpdatesPart implements Part<Command, 'updates'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #updates: Host['updates'];
  #changed = false;

  constructor(updates: Host['updates'], onChange: () => void) {
    this.#updates = updates;
    updates.onChange(() => {
      this.#changed = true;
      onChange();
    });
    this.handlers = {
      switchUpdates: ({ on }) => updates.switch(on),
      checkForUpdates: () => updates.check(),
      downloadUpdate: () => updates.download(),
      cancelDownload: () => updates.cancelDownload(),
      installUpdate: () => updates.install(),
    };
  }

  all(): Required<UpdateEvents> {
    return { updates: this.#updates.state };
  }

  take(): UpdateEvents {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  async close(): Promise<void> {
    this.#updates.onChange(undefined);
  }
}
