import type { BenchError } from './errors.ts';

/** How the workspace is saved. */
export interface WorkspaceStatus {
  /** Of its files, by their names in its folder; empty where all is well. */
  problems: ({ file: string } & FileProblem)[];
  /** Whether secrets outlive the app. */
  keepsSecrets: boolean;
}

export type FileProblem =
  /** The file made no sense, and was put aside as `keptAs`. */
  | { kind: 'broken'; keptAs: string }
  /** A newer version of the app wrote it: what this one understands is shown, and nothing is saved. */
  | { kind: 'newer' }
  /** It could not be read; nothing is saved over it. */
  | { kind: 'unreadable'; error: BenchError }
  /** The last change could not be saved; the next one tries again. */
  | { kind: 'unsaved'; error: BenchError };

/** What the bench tells of the workspace. */
export interface WorkspaceEvents {
  workspace?: WorkspaceStatus;
}

export const workspaceCommands = {} as const;
