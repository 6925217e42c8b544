import path from 'node:path';
import type { PartOptions } from '../part.ts';
import { LOCAL } from '../workspace/bundle.ts';
import { identityOf } from '../workspace/identity.ts';
import { Collections } from './collections.ts';
import { DataFiles } from './data-files.ts';
import { Environments } from './environments.ts';
import { Trash } from './trash.ts';
import { FolderWatch } from './watch.ts';

/** What is kept in the folder of the workspace. */
export class Disk {
  readonly root: string;
  readonly local: string;
  readonly files: DataFiles;
  readonly trash: Trash;
  readonly collections: Collections;
  readonly environments: Environments;
  readonly watch: FolderWatch;
  readonly #folder: string;

  constructor(
    folder: string,
    remembered: string[],
    { files, secrets, clock }: PartOptions,
    { onChange, onLocal }: { onChange: () => void; onLocal: () => void },
  ) {
    this.#folder = folder;
    this.root = path.join(folder, 'requests');
    this.local = path.join(folder, LOCAL);
    this.files = new DataFiles(folder, files, remembered, onLocal);
    this.trash = new Trash(path.join(this.local, 'deleted'));
    this.collections = new Collections({ root: this.root, trash: this.trash, files: this.files });
    const prefix = `environment.${identityOf(folder)}`;
    this.environments = new Environments({
      root: path.join(folder, 'environments'),
      trash: this.trash,
      secrets,
      prefix,
    });
    const own = new Set([path.basename(this.root), path.basename(this.environments.folder)]);
    // Of a file that is still being written the renaming is told too; other parts of the bench keep files beside ours.
    const matters = (inFolder: string, name: string) =>
      !name.endsWith('.part') && (inFolder !== folder || own.has(name));
    this.watch = new FolderWatch(clock, matters, onChange);
  }

  /** Watches the folders there are now. */
  follow(): void {
    this.watch.set([this.#folder, this.environments.folder, ...this.collections.folders]);
  }
}
