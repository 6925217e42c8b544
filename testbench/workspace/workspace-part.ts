import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileDialogs } from '../capture/dialogs.ts';
import { fileFailure } from '../capture/failures.ts';
import { WINDOW_TEXTS, type workspaceCommands } from '../contract/workspace.ts';
import type { Handlers, WorkspaceFile, WorkspacePlace, WorkspaceStatus } from '../contract.ts';
import { sampleFiles } from '../demo/sample-files.ts';
import type { Secrets } from '../devices/secrets.ts';
import { BenchFailure } from '../errors.ts';
import type { Part } from '../part.ts';
import { readText } from '../read-text.ts';
import { replaceFile } from './atomic-file.ts';
import { LOCAL, readBundle, readFiles, unpack, writeBundle } from './bundle.ts';
import type { KeptFile } from './kept-file.ts';
import { type Places, placeOf } from './places.ts';
import { windowFormat } from './window-format.ts';
import type { Workspace } from './workspace.ts';

type Command = keyof typeof workspaceCommands;

const MAX_BUNDLE = 134_217_728;

export interface WorkspacePartOptions {
  workspace: Workspace;
  /** Undefined: there is only this one. */
  places: Places | undefined;
  dialogs: FileDialogs;
  secrets: Secrets;
}

/** The workspace as the window sees it: its state, what the window keeps in it, and how it comes from and to other places. */
export class WorkspacePart implements Part<Command, 'workspace'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: WorkspacePartOptions;
  readonly #windowFile: KeptFile<ReadonlyMap<string, string>>;
  readonly #texts: Map<string, string>;
  #changed = false;

  constructor(options: WorkspacePartOptions) {
    this.#options = options;
    this.#windowFile = options.workspace.file(`${LOCAL}/window.json`, windowFormat);
    this.#texts = new Map(this.#windowFile.open());
    this.handlers = {
      keptByWindow: () => Object.fromEntries(this.#texts),
      keepForWindow: ({ key, text }) => this.#keep(key, text),
      openWorkspace: ({ folder }) => this.#open(folder),
      exportWorkspace: () => this.#export(),
      importWorkspace: () => this.import(),
      openSampleWorkspace: () => this.#openSample(),
    };
  }

  /** What `all` says has changed. */
  changed(): void {
    this.#changed = true;
  }

  all(): { workspace: WorkspaceStatus } {
    const { workspace, places, secrets } = this.#options;
    return {
      workspace: {
        place: workspace.folder === undefined ? null : this.#placeOf(workspace.folder),
        recent: (places?.recent ?? []).map((folder) => this.#placeOf(folder)),
        ...(places?.missing && { missing: this.#placeOf(places.missing) }),
        problems: workspace.problems,
        keepsSecrets: secrets.available,
      },
    };
  }

  take(): { workspace?: WorkspaceStatus } {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  async close(): Promise<void> {}

  #keep(key: string, text: string | null): void {
    if (text === null) this.#texts.delete(key);
    else if (this.#texts.has(key) || this.#texts.size < WINDOW_TEXTS) this.#texts.set(key, text);
    else throw new BenchFailure('TOO_MANY', `the window keeps at most ${WINDOW_TEXTS} texts`);
    this.#windowFile.save(() => this.#texts);
  }

  async #open(recent: string | undefined): Promise<WorkspacePlace | null> {
    const places = this.#places;
    if (recent !== undefined && recent !== places.own && !places.recent.includes(recent)) {
      throw new BenchFailure('INVALID_ARGUMENT', `${recent} was not open before`);
    }
    const folder = recent ?? (await this.#options.dialogs.chooseFolder());
    if (folder === null) return null;
    if (folder !== places.own) await checkFolder(folder);
    return this.#goTo(folder);
  }

  async #export(): Promise<WorkspaceFile | null> {
    const { workspace, dialogs } = this.#options;
    const { folder } = workspace;
    if (folder === undefined) throw new BenchFailure('FILE_UNREADABLE', 'there is no workspace on the disk');
    await workspace.settled();
    const files = await readFiles(folder, LOCAL);
    const name = this.#placeOf(folder).name || 'workspace';
    const file = await dialogs.chooseSave({ name, extension: 'vsoa-workspace' });
    if (file === null) return null;
    const text = writeBundle(files);
    try {
      await replaceFile(file, text);
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
    return { name: path.basename(file), files: files.size, bytes: Buffer.byteLength(text) };
  }

  /** Unpacks a file, by default one that the user is asked for, into a folder that the user is asked for, and goes there. */
  async import(dropped?: string): Promise<WorkspacePlace | null> {
    const { dialogs } = this.#options;
    const file = dropped ?? (await dialogs.chooseOpen('workspace'));
    if (file === null) return null;
    const files = readBundle(await readText(file, MAX_BUNDLE), path.basename(file));
    const folder = await dialogs.chooseFolder();
    if (folder === null) return null;
    await unpack(files, folder);
    return this.#goTo(folder);
  }

  async #openSample(): Promise<WorkspacePlace | null> {
    const folder = await this.#options.dialogs.chooseFolder();
    if (folder === null) return null;
    await unpack(sampleFiles, folder);
    return this.#goTo(folder);
  }

  #goTo(folder: string): WorkspacePlace {
    if (folder !== this.#options.workspace.folder) this.#places.open(folder);
    return this.#placeOf(folder);
  }

  #placeOf(folder: string): WorkspacePlace {
    return placeOf(folder, this.#options.places?.own);
  }

  get #places(): Places {
    const { places } = this.#options;
    if (places === undefined) throw new BenchFailure('INVALID_ARGUMENT', 'this bench has one workspace for good');
    return places;
  }
}

async function checkFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new BenchFailure('FILE_UNREADABLE', `${folder} is no folder`);
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
}
