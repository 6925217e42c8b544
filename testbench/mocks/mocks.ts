import path from 'node:path';
import type { Tap, TimerHandle } from '@vsoa-testbench/core';
import { fileFailure } from '../capture/failures.ts';
import type { mockCommands } from '../contract/mocks.ts';
import type { BenchError, Handlers, ScenarioCheck, ScenarioEntry, ScenarioList, ScenarioState } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { nameOf } from '../requests/names.ts';
import { FolderWatch } from '../requests/watch.ts';
import { schemaOf } from '../scenario/file/json-schema.ts';
import { loadScenarioInTurns } from '../scenario/file/load.ts';
import { scenarioFromCapture } from '../scenario/from-reality/capture.ts';
import type { MadeFile } from '../scenario/from-reality/made.ts';
import { serversIn } from '../scenario/from-reality/servers.ts';
import type { KeptStreams } from '../scenario/from-reality/stream-bytes.ts';
import type { RunningScenario } from '../scenario/types.ts';
import { unref } from '../timers.ts';
import type { Source } from '../traffic/source.ts';
import { LOCAL } from '../workspace/bundle.ts';
import type { KeptFile } from '../workspace/kept-file.ts';
import { DEMO, type DemoScenario, demoEntry } from './demo-entry.ts';
import { ecuCommands } from './ecu-commands.ts';
import { filesBeside } from './files-beside.ts';
import { type LocalMocks, localFormat, MOST_KEPT } from './local-format.ts';
import { Run } from './run.ts';
import { EXTENSION, type ScenarioFile, ScenarioFiles } from './scenario-files.ts';
import { checkOf, runOf } from './views.ts';

type Command = keyof typeof mockCommands;

export interface MocksOptions extends PartOptions {
  tap: Tap;
  /** What the bench itself has seen. */
  seen: () => Source;
  streams: KeptStreams;
  /** The demo vehicle while it runs. */
  demo: () => DemoScenario | undefined;
}

/** How often the window is told of what changes by itself, such as clients that come and go, ms. */
const TELL_MS = 250;
const STOPPED: ScenarioState = { name: 'stopped' };

/** Scenario files of the workspace, and the mock ECUs that run from them. */
export class Mocks implements Part<Command, 'scenarios'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: MocksOptions;
  readonly #files: ScenarioFiles | undefined;
  readonly #watch: FolderWatch;
  readonly #localFile: KeptFile<LocalMocks>;
  readonly #runs = new Map<string, Run>();
  #autostart: Set<string>;
  #error: BenchError | null = null;
  #told = '';
  #checking = new AbortController();
  #changed = false;
  #timer: TimerHandle | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: MocksOptions) {
    this.#options = options;
    const { workspace, clock } = options;
    this.#localFile = workspace.file(`${LOCAL}/mocks.json`, localFormat);
    const local = this.#localFile.open();
    this.#autostart = new Set(local?.autostart ?? []);
    const { folder } = workspace;
    if (folder !== undefined) {
      const trash = path.join(folder, LOCAL, 'deleted-scenarios');
      this.#files = new ScenarioFiles(path.join(folder, 'scenarios'), trash, local?.opened ?? []);
    }
    const matters = (inFolder: string, name: string) =>
      EXTENSION.test(name) || (inFolder === folder && name === 'scenarios');
    this.#watch = new FolderWatch(clock, matters, () => void this.#inTurn(() => this.#look()).catch(() => undefined));
    this.handlers = this.#makeHandlers();
    if (this.#files) void this.#inTurn(() => this.#begin()).catch(() => undefined);
  }

  all(): { scenarios: ScenarioList } {
    const demo = this.#options.demo();
    return {
      scenarios: {
        scenarios: [
          ...(this.#files?.list ?? []).map((file) => this.#entryOf(file)),
          ...(demo ? [demoEntry(demo)] : []),
        ],
        leftOut: this.#files?.leftOut ?? 0,
        error: this.#error,
      },
    };
  }

  take(): { scenarios?: ScenarioList } {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  get busy(): boolean {
    return [...this.#runs.values()].some((run) => run.isRunning);
  }

  /** What runs, beside the demo vehicle. */
  get running(): RunningScenario[] {
    return [...this.#runs.values()].filter((run) => run.isRunning).map((run) => run.scenario);
  }

  /** Something that runs may have changed. */
  changed(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, TELL_MS);
    unref(this.#timer);
  }

  /** From a file that the user has chosen. Answers its id. */
  async openFile(file: string): Promise<string> {
    return this.#inTurn(async (files) => {
      const id = files.open(file);
      this.#saveLocal();
      await this.#look();
      return id;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch.close();
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    await this.#turn;
    await Promise.all([...this.#runs.values()].map((run) => run.stop()));
    await this.#files?.emptyTrash().catch(() => undefined);
  }

  #makeHandlers(): Pick<Handlers, Command> {
    const { dialogs } = this.#options;
    return {
      readScenario: ({ id }) => {
        if (id !== DEMO) return this.#inTurn((files) => files.text(id));
        return { text: this.#demo().text, revision: '' };
      },
      checkScenario: ({ text, fileName }) => this.#check(text, fileName),
      scenarioSchema: () => schemaOf(),
      saveScenario: ({ id, text, revision }) =>
        this.#changing(async (files) => {
          await files.save(id, text, revision);
          const restarted = await this.#look();
          const now = files.get(id).revision;
          const run = this.#runs.get(id);
          const earlier = run?.isRunning === true && run.revision !== now;
          return { revision: now, restarted: restarted.get(id) ?? [], earlier };
        }),
      addScenario: ({ name, text, json = false, like }) => {
        const demo = like === DEMO ? this.#demo().files : [];
        return this.#changing(async (files) => {
          if (demo.length > 0) return files.addWith(name, text, demo);
          const beside = like === undefined ? [] : await filesBeside(text, path.dirname(files.get(like).path));
          return beside.length > 0
            ? files.addWith(name, text, beside, json ? 'json' : 'yaml')
            : files.add(name, text, json ? 'json' : 'yaml');
        });
      },
      renameScenario: ({ id, name }) => this.#changing((files) => this.#rename(files, id, name)),
      deleteScenario: ({ id }) => this.#changing((files) => this.#delete(files, id)),
      bringBackScenario: ({ id }) =>
        this.#changing(async (files) => {
          const back = await files.bringBack(id);
          this.#saveLocal();
          return back;
        }),
      openScenario: async () => {
        const file = await dialogs.chooseOpen('scenario');
        return file === null ? null : this.openFile(file);
      },
      refreshScenarios: () => this.#inTurn(async () => void (await this.#look())),
      showScenarioFile: ({ id }) => this.#inTurn((files) => dialogs.showInFolder(files.get(id).path)),

      startScenario: ({ id }) => this.#start(id),
      stopScenario: async ({ id }) => {
        await this.#runs.get(id)?.stop();
        this.#tell();
      },
      setScenarioAutostart: ({ id, autostart }) =>
        this.#changing((files) => {
          files.get(id);
          if (autostart) this.#autostart.add(id);
          else this.#autostart.delete(id);
          this.#saveLocal();
        }),
      readScenarioRun: ({ id }) => runOf(this.#running(id)),
      ...ecuCommands(this.#options, (id) => this.#running(id)),
      mockWhatWasCaptured: async ({ file }) => {
        const chosen = file === null ? await dialogs.chooseOpen('capture') : this.#options.files.pathOf(file);
        if (chosen === null) return null;
        const { text, files: beside, spec } = await scenarioFromCapture(chosen);
        const name = spec.name ?? path.basename(chosen).replace(/\.[^.]*$/, '');
        return this.#changing((files) => files.addWith(name, text, beside));
      },
      mockWhatWasSeen: async ({ deviceId }) => {
        const { name, text, files: beside } = await this.#seen(deviceId);
        return this.#changing((files) => files.addWith(name, text, beside));
      },
    };
  }

  /** What the servers of a device did in the traffic of the bench. */
  async #seen(deviceId: string): Promise<{ name: string; text: string; files: readonly MadeFile[] }> {
    const device = this.#options.devices.list.find(({ id }) => id === deviceId);
    if (!device) throw new BenchFailure('NO_SUCH_DEVICE', `there is no device ${deviceId}`);
    const source = this.#options.seen();
    const address = device.url.replace(/^vsoas?:\/\//, '').replace(/\/.*$/, '');
    const servers = serversIn(source)
      .filter((server) => server.label === device.name || server.address === address)
      .map((server) => server.address);
    if (servers.length === 0) throw new BenchFailure('NOTHING_SEEN', `there is no traffic of ${device.name}`);
    const name = `${device.name} mock`;
    return { name, ...(await scenarioFromCapture(source, { servers, name, streams: this.#options.streams })) };
  }

  /** Of what is written meanwhile only the newest text is of interest. */
  async #check(text: string, fileName: string): Promise<ScenarioCheck> {
    this.#checking.abort(new BenchFailure('ABORTED', 'a newer text is checked'));
    this.#checking = new AbortController();
    const { problems } = await loadScenarioInTurns(text, fileName, this.#checking.signal);
    return checkOf(problems);
  }

  async #begin(): Promise<void> {
    await this.#files?.emptyTrash().catch(() => undefined);
    await this.#look();
    for (const id of this.#autostart) {
      // It says itself why it could not.
      void this.#start(id).catch(() => undefined);
    }
  }

  async #start(id: string): Promise<void> {
    const {
      path: file,
      loaded,
      revision,
    } = await this.#inTurn(async (files) => {
      await this.#look();
      return files.get(id);
    });
    if (!loaded.spec) {
      const [problem] = loaded.problems;
      const where = problem ? `${path.basename(file)}:${problem.line}:${problem.column}: ${problem.message}` : file;
      throw new BenchFailure('INVALID_SCENARIO', where);
    }
    let run = this.#runs.get(id);
    if (!run) {
      const { tap, clock } = this.#options;
      run = new Run({ tap, clock, onChange: () => this.changed() });
      this.#runs.set(id, run);
    }
    const starting = run.start(loaded.spec, path.dirname(file), revision);
    this.#tell();
    try {
      await starting;
    } finally {
      this.#tell();
    }
  }

  async #rename(files: ScenarioFiles, id: string, name: string): Promise<string> {
    const to = await files.rename(id, name);
    if (to === id) return id;
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    if (run) this.#runs.set(to, run);
    if (this.#autostart.delete(id)) this.#autostart.add(to);
    this.#saveLocal();
    return to;
  }

  async #delete(files: ScenarioFiles, id: string): Promise<void> {
    await files.delete(id);
    await this.#runs.get(id)?.stop();
    this.#runs.delete(id);
    this.#saveLocal();
  }

  #demo(): DemoScenario {
    const demo = this.#options.demo();
    if (!demo) throw new BenchFailure('NOT_RUNNING', 'the demo vehicle does not run');
    return demo;
  }

  #running(id: string): RunningScenario {
    if (id === DEMO) return this.#demo().scenario;
    this.#files?.get(id);
    const run = this.#runs.get(id);
    if (!run) throw new BenchFailure('NOT_RUNNING', `${id} does not run`);
    return run.scenario;
  }

  #entryOf({ id, path: file, place, revision, error, loaded }: ScenarioFile): ScenarioEntry {
    const run = this.#runs.get(id);
    const state = run?.state ?? STOPPED;
    const errors = loaded.problems.filter(({ severity }) => severity === 'error').length;
    const fileName = path.basename(file);
    return {
      id,
      name: loaded.spec?.name ?? nameOf(fileName.replace(EXTENSION, '')),
      fileName,
      place,
      revision,
      error,
      problems: { errors, warnings: loaded.problems.length - errors },
      ecus: loaded.spec?.ecus.map(({ name }) => name) ?? [],
      autostart: this.#autostart.has(id),
      state,
      stale: run?.isRunning === true && run.revision !== revision,
    };
  }

  #saveLocal(): void {
    this.#localFile.save(() => ({
      autostart: [...this.#autostart].slice(-MOST_KEPT),
      opened: (this.#files?.elsewhere ?? []).slice(-MOST_KEPT),
    }));
  }

  /** What changes files, after a look at what others have done to them, and before one at what has become of them. */
  #changing<T>(work: (files: ScenarioFiles) => Promise<T> | T): Promise<T> {
    return this.#inTurn(async (files) => {
      await this.#look();
      const result = await work(files);
      await this.#look();
      return result;
    });
  }

  /** One after the other: each finds the files as the one before has left them. */
  #inTurn<T>(work: (files: ScenarioFiles) => Promise<T> | T): Promise<T> {
    const turn = this.#turn.then(() => {
      if (!this.#files || this.#closed) throw new BenchFailure('FILE_UNWRITABLE', 'there is no workspace on the disk');
      return work(this.#files);
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** What runs goes on with what its file has become. Answers the ECUs that were started anew, by their scenarios. */
  async #look(): Promise<Map<string, string[]>> {
    const restarted = new Map<string, string[]>();
    try {
      await this.#files?.look();
      this.#error = null;
      for (const { id, revision, loaded } of this.#files?.list ?? []) {
        const run = this.#runs.get(id);
        if (!run?.isRunning || !loaded.spec) continue;
        // oxlint-disable-next-line no-await-in-loop -- one may wait for a port that another gives up
        restarted.set(id, await run.apply(loaded.spec, revision).catch(() => []));
      }
    } catch (error) {
      this.#error = toBenchError(fileFailure(error, 'FILE_UNREADABLE'));
    }
    this.#follow();
    this.#tell();
    return restarted;
  }

  #follow(): void {
    const { folder } = this.#options.workspace;
    if (!this.#files || folder === undefined || this.#closed) return;
    this.#watch.set([folder, ...this.#files.folders]);
  }

  /** What differs from what was told. */
  #tell(): void {
    if (this.#closed) return;
    const now = JSON.stringify(this.all());
    if (now === this.#told) return;
    this.#told = now;
    this.#changed = true;
    this.#options.onChange();
  }
}
