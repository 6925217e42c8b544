import * as v from 'valibot';
import { command } from './command.ts';
import type { DevicesFile } from './devices.ts';
import type { WorkspacePlace } from './workspace.ts';

/**
 * A file that the user has chosen in a dialog or dropped on the window, or that a file of the workspace names. The bench
 * opens no other one, whatever path the window sends.
 */
export const chosenFile = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  /** Its last part, for the eye. */
  name: v.pipe(v.string(), v.maxLength(4_096)),
  /** When it was chosen. */
  bytes: v.pipe(v.number(), v.minValue(0)),
});

/** A file to be written, or a folder to write into, that the user has chosen. The bench writes to no other for the window. */
export const chosenPlace = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  /** Its last part, for the eye. */
  name: v.pipe(v.string(), v.maxLength(4_096)),
});

/** What became of a file that was dropped on the window. */
export type OpenedFile =
  | { kind: 'capture'; id: string }
  | { kind: 'devices'; file: DevicesFile }
  /** Null: the user chose no folder for it. Else the window is loaded anew. */
  | { kind: 'workspace'; place: WorkspacePlace | null }
  /** A scenario file, which stays where it is. */
  | { kind: 'scenario'; id: string }
  /** The user closed it while it was read. */
  | { kind: 'nothing' };

export const fileCommands = {
  /**
   * Opens a file by what is in it: a capture is read, devices are added to those there are, a workspace is unpacked into
   * a folder that the user is asked for. Fails with `UNKNOWN_FILE`, `FILE_UNREADABLE`, and as these do.
   */
  openDropped: command<OpenedFile>()(v.object({ file: chosenFile })),
} as const;

export type ChosenPlace = v.InferOutput<typeof chosenPlace>;
export type ChosenFile = v.InferOutput<typeof chosenFile>;
