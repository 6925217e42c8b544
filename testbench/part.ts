import type { Clock } from '@vsoa-testbench/core';
import type { FileDialogs } from './capture/dialogs.ts';
import type { EventBatch, Handlers } from './contract.ts';
import type { Devices } from './devices/devices.ts';
import type { Heard } from './devices/heard.ts';
import type { Secrets } from './devices/secrets.ts';
import type { KnownValues } from './requests/known-values.ts';
import type { ChosenFiles } from './workspace/chosen-files.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What a part of the bench is given. */
export interface PartOptions {
  clock: Clock;
  devices: Devices;
  heard: Heard;
  dialogs: FileDialogs;
  files: ChosenFiles;
  workspace: Workspace;
  secrets: Secrets;
  /** What the `{{variables}}` of drafts stand for. */
  variables: KnownValues;
  /** To be called when there is something to take, at least once after each `take`. */
  onChange: () => void;
}

/** An area of the bench: the commands of the contract that it answers, and what it tells the window. */
export interface Part<Name extends keyof Handlers, Told extends keyof EventBatch> {
  readonly handlers: Pick<Handlers, Name>;
  /** All there is to tell, for a window that just opened. */
  all(): Required<Pick<EventBatch, Told>>;
  /** What has changed since the last time. */
  take(): Pick<EventBatch, Told>;
  /** Nothing is told any more. */
  close(): Promise<void>;
}
