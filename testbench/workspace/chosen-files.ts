import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import type { ChosenFile, ChosenPlace } from '../contract.ts';
import { BenchFailure } from '../errors.ts';

/**
 * The files that the user has chosen in a dialog or dropped on the window, or that the workspace names. Whatever path
 * the window sends, no other file is opened for it.
 */
export class ChosenFiles {
  readonly #paths = new Set<string>();
  readonly #places = new Set<string>();

  /** To be called only with what the user chose, or what is in a file of the workspace. Rejects with `FILE_UNREADABLE`. */
  async choose(file: string): Promise<ChosenFile> {
    const whole = path.resolve(file);
    try {
      const info = await stat(whole);
      if (!info.isFile()) throw new BenchFailure('FILE_UNREADABLE', 'it is no regular file');
      this.#paths.add(whole);
      return { path: whole, name: path.basename(whole), bytes: info.size };
    } catch (error) {
      throw fileFailure(error, 'FILE_UNREADABLE');
    }
  }

  /** As `choose`, for what the workspace names, which may be gone by now. */
  allow(file: ChosenFile): void {
    this.#paths.add(path.resolve(file.path));
  }

  /** The path to open. Throws `FILE_UNREADABLE` where the user has not chosen it. */
  pathOf(file: ChosenFile): string {
    const whole = path.resolve(file.path);
    if (this.#paths.has(whole)) return whole;
    throw new BenchFailure('FILE_UNREADABLE', `${file.path} was not chosen by the user`);
  }

  /** A file to be written or a folder to write into; to be called only with what the user chose, or the workspace names. */
  choosePlace(place: string): ChosenPlace {
    const whole = path.resolve(place);
    this.#places.add(whole);
    return { path: whole, name: path.basename(whole) };
  }

  /** Where to write. Throws `FILE_UNWRITABLE` where the user has not chosen it. */
  placeOf(place: ChosenPlace): string {
    const whole = path.resolve(place.path);
    if (this.#places.has(whole)) return whole;
    throw new BenchFailure('FILE_UNWRITABLE', `${place.path} was not chosen by the user`);
  }
}
