import type { rpcCommands } from '../contract/rpc.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof rpcCommands;

/** Calls, and what is remembered of them. */
export class Rpc implements Part<Command, never> {
  readonly handlers: Pick<Handlers, Command>;

  constructor({ dialogs, files }: PartOptions) {
    this.handlers = {
      chooseDataFile: async () => {
        const path = await dialogs.chooseOpen('any');
        return path === null ? null : files.choose(path);
      },
      takeDroppedFile: ({ path }) => files.choose(path),
    };
  }

  all() {
    return {};
  }

  take() {
    return {};
  }

  async close(): Promise<void> {}
}
