import * as v from 'valibot';
import { command } from './command.ts';

/** How far the app is with a newer version of itself. */
export type Updates =
  /** This build knows no feed, or cannot replace itself, as a package of the system: there is nothing to be switched on. */
  | { state: 'unavailable'; why: 'no-feed' | 'other-package' }
  /** Not a byte goes out. The state a new user has. */
  | { state: 'off'; feed: string }
  /** `checkedAt`: epoch ms when this version was last seen to be the newest; null: not in this run. */
  | { state: 'newest'; feed: string; checkedAt: number | null }
  | { state: 'checking'; feed: string }
  | { state: 'available'; feed: string; release: Release }
  /** `done` of `release.bytes`. */
  | { state: 'downloading'; feed: string; release: Release; done: number }
  /** Checked, on the disk, and put in place when the app ends. */
  | { state: 'ready'; feed: string; release: Release }
  | { state: 'failed'; feed: string; problem: UpdateProblem; message: string };

export type UpdateProblem =
  /** The feed does not answer, or not in time. */
  | 'UNREACHABLE'
  /** What the feed says is not signed by the publisher of this build. */
  | 'BAD_SIGNATURE'
  /** It is signed and makes no sense, or is longer than any feed is. */
  | 'BAD_FEED'
  /** The file is not the one that the feed names. */
  | 'BAD_FILE'
  | 'OTHER';

export interface Release {
  version: string;
  /** As the publisher gave it, `2026-12-01T00:00:00.000Z`; empty where none was given. */
  date: string;
  /** Text, to be shown as it is. */
  notes: string;
  bytes: number;
}

/** What the bench tells of updates. */
export interface UpdateEvents {
  updates?: Updates;
}

export const updateCommands = {
  /** Switched on, the feed is asked at once, at each start and once a day. */
  switchUpdates: command<void>()(v.object({ on: v.boolean() })),
  checkForUpdates: command<void>()(v.undefined()),
  /** Of the release that is available. */
  downloadUpdate: command<void>()(v.undefined()),
  cancelDownload: command<void>()(v.undefined()),
  /** Ends the app as a user would; the new version is started in its place. */
  installUpdate: command<void>()(v.undefined()),
} as const;
