import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import type { requestCommands } from '../contract/requests.ts';
import type {
  CollectionFile,
  Environments as EnvironmentsTold,
  Handlers,
  RequestNode,
  RequestTree,
} from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { readText } from '../read-text.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import { LOCAL } from '../workspace/bundle.ts';
import type { KeptFile } from '../workspace/kept-file.ts';
import { MAX_COLLECTION_BYTES, readCollection, unpacked, writeCollection } from './collection-file.ts';
import type { Collections } from './collections.ts';
import { Disk } from './disk.ts';
import type { Environments } from './environments.ts';
import { checkAnswer } from './expect.ts';
import { type LocalRequests, localFormat } from './local-format.ts';
import { SAMPLE_NAMES, SAMPLE_VARIABLES, SAMPLES } from './sample.ts';
import type { Entry } from './scan.ts';

type Command = keyof typeof requestCommands;
type Told = 'requests' | 'environments';

const MAX_SHOWN_VALUE = 200;

/** Saved requests, in collections of folders, and the environments that give their variables values. */
export class Requests implements Part<Command, Told> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PartOptions;
  readonly #disk: Disk | undefined;
  readonly #localFile: KeptFile<LocalRequests>;
  readonly #told: Record<Told, string> = { requests: '', environments: '' };
  #chosen: string | null;
  #error: RequestTree['error'] = null;
  #changed: Record<Told, boolean> = { requests: false, environments: false };
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: PartOptions) {
    this.#options = options;
    this.#localFile = options.workspace.file(`${LOCAL}/requests.json`, localFormat);
    const local = this.#localFile.open();
    this.#chosen = local?.environment ?? null;
    const { folder } = options.workspace;
    if (folder !== undefined) {
      this.#disk = new Disk(folder, local?.files ?? [], options, {
        onChange: () => void this.#inTurn(() => this.#look()).catch(() => undefined),
        onLocal: () => this.#saveLocal(),
      });
    }
    this.handlers = this.#makeHandlers();
    void this.#inTurn(async (disk) => {
      await disk.trash.empty();
      await this.#look();
    }).catch(() => undefined);
  }

  all(): { requests: RequestTree; environments: EnvironmentsTold } {
    const scan = this.#disk?.collections.scan;
    return {
      requests: {
        nodes: (scan?.entries ?? []).map(nodeOf),
        leftOut: scan?.leftOut ?? 0,
        error: this.#error,
      },
      environments: this.#environments,
    };
  }

  /** What saved requests call, as it is written there. */
  get urls(): { url: string; method: 'GET' | 'SET' }[] {
    return (this.#disk?.collections.scan.entries ?? []).flatMap(({ request }) =>
      request?.url && request.method ? [{ url: request.url, method: request.method }] : [],
    );
  }

  take(): { requests?: RequestTree; environments?: EnvironmentsTold } {
    const { requests, environments } = this.#changed;
    if (!requests && !environments) return {};
    this.#changed = { requests: false, environments: false };
    const all = this.all();
    return { ...(requests && { requests: all.requests }), ...(environments && { environments: all.environments }) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#disk?.watch.close();
    await this.#turn;
    await this.#disk?.trash.empty().catch(() => undefined);
  }

  #makeHandlers(): Pick<Handlers, Command> {
    const requests = <T>(work: (collections: Collections) => Promise<T>): Promise<T> =>
      this.#inTurn(async ({ collections }) => {
        // Whoever else writes there may have done so since.
        await collections.look();
        try {
          return await work(collections);
        } finally {
          this.#tell();
        }
      });
    const environments = <T>(work: (all: Environments) => Promise<T> | T): Promise<T> =>
      this.#inTurn(async (disk) => {
        await disk.environments.look();
        try {
          return await work(disk.environments);
        } finally {
          this.#tell();
        }
      });
    return {
      readRequest: ({ id }) => requests((all) => all.read(id)),
      saveRequest: ({ id, request }) => requests((all) => all.save(id, request)),
      addRequest: ({ parent, name, request }) => requests((all) => all.add(parent, name, request)),
      addRequestFolder: ({ parent, name }) => requests((all) => all.addFolder(parent, name)),
      renameRequest: ({ id, name }) => requests((all) => all.rename(id, name)),
      moveRequest: ({ id, parent, to }) => requests((all) => all.move(id, parent, to)),
      duplicateRequest: ({ id, name }) => requests((all) => all.duplicate(id, name)),
      deleteRequest: ({ id }) => requests((all) => all.delete(id)),
      bringBackRequest: ({ id }) => requests((all) => all.bringBack(id)),
      refreshRequests: () => {
        this.#options.workspace.look();
        return this.#inTurn(() => this.#look());
      },
      exportCollection: ({ id }) => this.#export(id),
      importCollection: () => this.#import(),
      addSampleRequests: ({ name, names }) => this.#addSamples(name, { ...SAMPLE_NAMES, ...names }),
      checkAnswer: ({ expect, answer }) => checkAnswer(expect, answer),

      readEnvironment: ({ name }) => environments((all) => all.get(name)),
      saveEnvironment: ({ name, to, variables }) =>
        environments(async (all) => {
          const saved = await all.save(name, to, variables);
          if (name !== null && this.#chosen === name) this.#choose(saved);
          return saved;
        }),
      deleteEnvironment: ({ name }) => environments((all) => all.delete(name)),
      bringBackEnvironment: ({ name }) => environments((all) => all.bringBack(name)),
      chooseEnvironment: ({ name }) =>
        environments((all) => {
          if (name !== null) all.get(name);
          this.#choose(name);
        }),
    };
  }

  async #export(id: string): Promise<CollectionFile | null> {
    const { written, name } = await this.#inTurn(async ({ collections, root }) => {
      await collections.look();
      const entry = collections.scan.entries.find((each) => each.id === id && each.request === undefined);
      if (!entry) throw new BenchFailure('NO_SUCH_REQUEST', `there is no folder ${id}`);
      return { name: entry.name, written: await writeCollection(path.join(root, ...id.split('/')), entry.name) };
    });
    const file = await this.#options.dialogs.chooseSave({ name: fileTitle(name), extension: 'json' });
    if (file === null) return null;
    try {
      await replaceFile(file, written.text);
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
    return { name: path.basename(file), requests: written.requests, leftOut: 0 };
  }

  async #import(): Promise<CollectionFile | null> {
    const file = await this.#options.dialogs.chooseOpen('json');
    if (file === null) return null;
    const found = readCollection(await readText(file, MAX_COLLECTION_BYTES), path.basename(file));
    await this.#inTurn(async ({ collections, local }) => {
      await collections.look();
      try {
        await unpacked(found.files, local, (folder) => collections.take(folder, found.name));
      } finally {
        this.#tell();
      }
    });
    return { name: found.name, requests: found.requests, leftOut: found.leftOut };
  }

  async #addSamples(name: string, names: Record<string, string>): Promise<string> {
    return this.#inTurn(async ({ collections, environments }) => {
      await this.#look();
      try {
        const collection = await collections.addFolder(null, name);
        const folders = new Map<string, string>();
        for (const { folder, name: key, request } of SAMPLES) {
          const inFolder =
            folder && (folders.get(folder) ?? (await collections.addFolder(collection, names[folder] ?? folder)));
          if (folder && inFolder) folders.set(folder, inFolder);
          await collections.add(inFolder ?? collection, names[key] ?? key, request);
        }
        if (!environments.has(name)) await environments.save(null, name, SAMPLE_VARIABLES);
        this.#choose(name);
        return collection;
      } finally {
        this.#tell();
      }
    });
  }

  #choose(name: string | null): void {
    this.#chosen = name;
    this.#saveLocal();
  }

  #saveLocal(): void {
    this.#localFile.save(() => ({ environment: this.#chosen, files: this.#disk?.files.remembered ?? [] }));
  }

  /** One after the other: each finds the files as the one before has left them. */
  #inTurn<T>(work: (disk: Disk) => Promise<T>): Promise<T> {
    const run = async () => {
      if (!this.#disk || this.#closed) throw new BenchFailure('FILE_UNWRITABLE', 'there is no workspace on the disk');
      return work(this.#disk);
    };
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #look(): Promise<void> {
    try {
      await this.#disk?.collections.look();
      await this.#disk?.environments.look();
      this.#error = null;
    } catch (error) {
      this.#error = toBenchError(fileFailure(error, 'FILE_UNREADABLE'));
      throw error;
    } finally {
      this.#tell();
    }
  }

  /** What differs from what was told. */
  #tell(): void {
    if (this.#closed) return;
    const all = this.all();
    this.#disk?.follow();
    for (const what of ['requests', 'environments'] as const) {
      const now = JSON.stringify(all[what]);
      if (now === this.#told[what]) continue;
      this.#told[what] = now;
      this.#changed[what] = true;
    }
    if (this.#chosenNow !== null) this.#options.variables.choose(this.#disk?.environments.values(this.#chosenNow));
    else this.#options.variables.choose(undefined);
    if (this.#changed.requests || this.#changed.environments) this.#options.onChange();
  }

  /** Null while the one that was chosen is not there. */
  get #chosenNow(): string | null {
    return this.#chosen !== null && this.#disk?.environments.has(this.#chosen) === true ? this.#chosen : null;
  }

  get #environments(): EnvironmentsTold {
    const chosen = this.#chosenNow;
    const variables = chosen === null ? [] : (this.#disk?.environments.get(chosen).variables ?? []);
    return {
      list: this.#disk?.environments.list ?? [],
      chosen,
      variables: variables.map(({ value, ...each }) =>
        Object.assign(each, { value: value?.slice(0, MAX_SHOWN_VALUE) ?? null }),
      ),
    };
  }
}

function nodeOf({ id, parent, name, request }: Entry): RequestNode {
  return request === undefined
    ? { id, parent, name, kind: 'folder' }
    : { id, parent, name, kind: 'request', ...request };
}

/** As the proposal for a name of a file: the system says no to what it does not like. */
function fileTitle(name: string): string {
  return name.replaceAll(/[/\\]/g, '-');
}
