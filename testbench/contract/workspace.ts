import * as v from 'valibot';
import { command, shortText } from './command.ts';
import type { BenchError } from './errors.ts';

/** How the workspace is saved. */
export interface WorkspaceStatus {
  /** Where it is; null: nothing is saved. */
  place: WorkspacePlace | null;
  /** Those that were open before it, the last one first. */
  recent: WorkspacePlace[];
  /** The one of the last time, which is not there now: this one is open in its place. */
  missing?: WorkspacePlace;
  /** Of its files, by their names in its folder; empty where all is well. */
  problems: ({ file: string } & FileProblem)[];
  /** Whether secrets outlive the app. */
  keepsSecrets: boolean;
}

/** A folder with a workspace. */
export interface WorkspacePlace {
  folder: string;
  /** Its last part; empty for the one that the app made for itself. */
  name: string;
}

export type FileProblem =
  /** The file made no sense, and was put aside as `keptAs`. */
  | { kind: 'broken'; keptAs: string }
  /** Git has left two versions in it that do not go together; nothing is saved over them. */
  | { kind: 'conflict' }
  /** Somebody else has written to it meanwhile; what they wrote was kept as `keptAs`. */
  | { kind: 'changed'; keptAs: string }
  /** A newer version of the app wrote it: what this one understands is shown, and nothing is saved. */
  | { kind: 'newer' }
  /** It could not be read; nothing is saved over it. */
  | { kind: 'unreadable'; error: BenchError }
  /** The last change could not be saved; the next one tries again. */
  | { kind: 'unsaved'; error: BenchError };

/** A file that a workspace was written to. */
export interface WorkspaceFile {
  name: string;
  files: number;
  bytes: number;
}

/** What the bench tells of the workspace. */
export interface WorkspaceEvents {
  workspace?: WorkspaceStatus;
}

/** Of what the window keeps, characters of one text, and texts. */
const WINDOW_TEXT = 1_048_576;
export const WINDOW_TEXTS = 500;

const windowKey = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const workspaceCommands = {
  /** What the window has kept in the workspace: texts by their keys. */
  keptByWindow: command<Record<string, string>>()(v.undefined()),
  /** Null: forgotten. Fails with `TOO_MANY` beyond `WINDOW_TEXTS` keys. */
  keepForWindow: command<void>()(
    v.object({ key: windowKey, text: v.nullable(v.pipe(v.string(), v.maxLength(WINDOW_TEXT))) }),
  ),
  /**
   * Closes this workspace, and all connections with it, and opens the one in a folder; the window is then loaded anew.
   * Without `folder`, which is one of the recent ones, the user is asked; null where none was chosen.
   */
  openWorkspace: command<WorkspacePlace | null>()(v.object({ folder: v.optional(shortText) })),
  /** Asks the user for a file, and writes everything into it but secrets and what is only of this computer. */
  exportWorkspace: command<WorkspaceFile | null>()(v.undefined()),
  /** Asks the user for an empty folder, copies examples/workspace there and opens it. Fails with `FOLDER_NOT_EMPTY`. */
  openSampleWorkspace: command<WorkspacePlace | null>()(v.undefined()),
  /**
   * Asks the user for such a file, then for an empty folder, and opens a workspace there with what is in the file. Fails
   * with `NOT_A_WORKSPACE`, and with `FOLDER_NOT_EMPTY`.
   */
  importWorkspace: command<WorkspacePlace | null>()(v.undefined()),
} as const;
