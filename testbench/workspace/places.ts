import path from 'node:path';
import type { WorkspacePlace } from '../contract.ts';

/** Which workspaces there are beside the open one, and how another is opened. */
export interface Places {
  /** The folder of the workspace that the app made for itself. */
  readonly own: string;
  /** Folders that were open before, the last one first. */
  readonly recent: readonly string[];
  /** The one that was to be opened, and was not there. */
  readonly missing?: string | null;
  /** Closes the bench of the open workspace, and makes one for this folder. Returns at once. */
  open(folder: string): void;
}

export function placeOf(folder: string, own: string | undefined): WorkspacePlace {
  return { folder, name: folder === own ? '' : path.basename(folder) };
}
