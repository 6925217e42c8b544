import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import type { rpcCommands } from '../contract/rpc.ts';
import type { CallRecord, Handlers, KnownUrl, RequestDraft } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import { Calls } from './calls.ts';
import { History } from './history/history.ts';
import { withoutSecretsIn } from './history/redact.ts';
import { type SavedUrl, suggestUrls } from './knowledge/known-urls.ts';
import { paramShape } from './knowledge/param-shape.ts';

type Command = keyof typeof rpcCommands;

/** In the folder of the workspace; `local` is only of this computer. */
const FILE = path.join('local', 'history', 'calls.jsonl');

/** Calls, and what is remembered of them. */
export class Rpc implements Part<Command, 'runningCalls' | 'callHistory'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PartOptions;
  readonly #saved: () => Iterable<SavedUrl>;
  readonly #calls: Calls;
  readonly #history: History;
  #changed = { calls: false, history: false };

  /** `saved`: what is in the collections. */
  constructor(options: PartOptions, saved: () => Iterable<SavedUrl>) {
    const { dialogs, files, workspace } = options;
    this.#options = options;
    this.#saved = saved;
    this.#calls = new Calls({ ...options, onChange: () => this.#mark('calls') });
    this.#history = new History({
      path: workspace.folder && path.join(workspace.folder, FILE),
      onChange: () => this.#mark('history'),
    });
    this.handlers = {
      call: ({ id, callId, draft }) => this.#call(callId, id, draft),
      cancelCall: ({ callId }) => this.#calls.cancel(callId),
      newestAnswer: ({ callId }) => this.#calls.newestAnswer(callId),

      callHistory: ({ search, from, to }) => this.#history.list(search, from, to),
      readCall: async ({ id }) => {
        const record = await this.#history.read(id);
        // It was chosen when the call was made.
        const { data } = record.draft.payload;
        if (data.kind === 'file') files.allow(data.file);
        return record;
      },
      deleteCalls: ({ ids }) => this.#history.remove(ids),
      clearCalls: () => this.#history.clear(),
      bringBackCalls: () => this.#history.bringBack(),

      suggestUrls: ({ deviceId, typed }) => this.#suggestUrls(typed, deviceId),
      paramShape: async ({ url }) => paramShape(url.trim(), await this.#history.entries()),

      chooseDataFile: async () => {
        const file = await dialogs.chooseOpen('any');
        return file === null ? null : files.choose(file);
      },
      takeDroppedFile: ({ path: file }) => files.choose(file),
      saveData: async ({ name, data }) => {
        const file = await dialogs.chooseSave({ name, extension: 'any' });
        if (file === null) return null;
        await replaceFile(file, data).catch((error: unknown) => {
          throw fileFailure(error, 'FILE_UNWRITABLE');
        });
        return path.basename(file);
      },
    };
  }

  /** A call runs. */
  get busy(): boolean {
    return this.#calls.running.length > 0;
  }

  all() {
    return { runningCalls: this.#calls.running, callHistory: this.#history.status };
  }

  take() {
    const changed = this.#changed;
    this.#changed = { calls: false, history: false };
    return {
      ...(changed.calls && { runningCalls: this.#calls.running }),
      ...(changed.history && { callHistory: this.#history.status }),
    };
  }

  async close(): Promise<void> {
    await this.#calls.close();
    await this.#history.close();
  }

  async #call(callId: string, deviceId: string, draft: RequestDraft): Promise<CallRecord> {
    const { record, secrets } = await this.#calls.call(callId, deviceId, draft);
    await this.#history.add(withoutSecretsIn(record, secrets));
    return record;
  }

  async #suggestUrls(typed: string, deviceId: string | null): Promise<KnownUrl[]> {
    const device = this.#options.devices.list.find(({ id }) => id === deviceId);
    return suggestUrls(typed, deviceId, {
      history: await this.#history.entries(),
      saved: this.#saved(),
      topics: device ? this.#options.devices.get(device.id).topics.urls : [],
      serverInfo: device?.serverInfo ?? null,
    });
  }

  #mark(what: 'calls' | 'history'): void {
    this.#changed[what] = true;
    this.#options.onChange();
  }
}
