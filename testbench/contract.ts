import * as v from 'valibot';
import { aboutCommands } from './contract/about.ts';
import { command } from './contract/command.ts';
import { type DatagramEvents, datagramCommands } from './contract/datagrams.ts';
import { deviceCommands } from './contract/device-commands.ts';
import type { Device, Mock, Topic } from './contract/devices.ts';
import { type DiagnosisEvents, diagnosisCommands } from './contract/diagnosis.ts';
import type { Result } from './contract/errors.ts';
import { type ChosenFile, fileCommands } from './contract/files.ts';
import { type MockEvents, mockCommands } from './contract/mocks.ts';
import { type OpeningEvents, openingCommands } from './contract/openings.ts';
import { type PlotEvents, plotCommands } from './contract/plots.ts';
import { type PositionEvents, positionCommands } from './contract/positions.ts';
import { type RequestEvents, requestCommands } from './contract/requests.ts';
import { type RpcEvents, rpcCommands } from './contract/rpc.ts';
import { type StreamEvents, streamCommands } from './contract/streams.ts';
import { type TopicEvents, topicCommands } from './contract/topics.ts';
import type { Capture, Recording, Task, TrafficStats, TrafficView } from './contract/traffic.ts';
import { trafficCommands } from './contract/traffic-commands.ts';
import { type UpdateEvents, updateCommands } from './contract/updates.ts';
import { type WorkspaceEvents, workspaceCommands } from './contract/workspace.ts';

export type * from './contract/about.ts';
export type * from './contract/datagrams.ts';
export * from './contract/device-options.ts';
export * from './contract/devices.ts';
export type * from './contract/diagnosis.ts';
export type * from './contract/errors.ts';
export type * from './contract/files.ts';
export type * from './contract/mocks.ts';
export type * from './contract/openings.ts';
export type * from './contract/payload.ts';
export type * from './contract/plots.ts';
export type * from './contract/positions.ts';
export type * from './contract/requests.ts';
export type * from './contract/rpc.ts';
export type * from './contract/streams.ts';
export type * from './contract/topics.ts';
export type * from './contract/traffic.ts';
export type * from './contract/updates.ts';
export type * from './contract/workspace.ts';

/**
 * The contract between the window and the testbench: every command the renderer can give, and every event it can hear.
 * Each area has a file of its own in `contract/`. Adding a command means adding it there and implementing it once in the
 * part of `testbench/` that has the same name; the preload and the IPC door need no change. The renderer imports only
 * types from here.
 */

/** What changed since the last batch. Bounded: of each device, topic and count only the newest is told. */
export interface EventBatch
  extends DatagramEvents,
    DiagnosisEvents,
    MockEvents,
    OpeningEvents,
    PlotEvents,
    PositionEvents,
    RequestEvents,
    RpcEvents,
    StreamEvents,
    TopicEvents,
    UpdateEvents,
    WorkspaceEvents {
  /** All devices, in the order of the user, where any of them changed; one that is missing was removed, with its topics. */
  devices?: Device[];
  /** All mocks, where any of them changed. */
  mocks?: Mock[];
  /** Only the topics that changed, at most `TOPICS_PER_BATCH`; more of them come with the next batch. */
  topics?: Topic[];
  traffic?: TrafficStats;
  /** The view there is, where it has grown, shrunk or was replaced. */
  view?: TrafficView;
  /** All captures, where any of them changed. */
  captures?: Capture[];
  /** Null: nothing is recorded. */
  recording?: Recording | null;
  /** All tasks that run, where any of them changed. */
  tasks?: Task[];
}

export const commands = {
  /** Everything there is, for a window that just opened (or reloaded). */
  snapshot: command<Required<EventBatch>>()(v.undefined()),
  ...deviceCommands,
  ...topicCommands,
  ...rpcCommands,
  ...requestCommands,
  ...datagramCommands,
  ...streamCommands,
  ...plotCommands,
  ...mockCommands,
  ...positionCommands,
  ...workspaceCommands,
  ...diagnosisCommands,
  ...aboutCommands,
  ...updateCommands,
  ...fileCommands,
  ...openingCommands,
  ...trafficCommands,
} as const;

export type CommandName = keyof typeof commands;
type Request<Name extends CommandName> = v.InferOutput<(typeof commands)[Name]['request']>;
type Response<Name extends CommandName> = (typeof commands)[Name]['response'];

/** What the testbench implements: throws, or rejects, where the command fails. */
export type Handlers = {
  [Name in CommandName]: (request: Request<Name>) => Response<Name> | Promise<Response<Name>>;
};

/** A `File` of the browser: only one that is on the disk has a path. */
type DroppedFile = { readonly name: string; readonly size: number };

/** What the renderer sees as `window.bench`: never rejects for what a user can cause. */
export type BenchApi = {
  [Name in Exclude<CommandName, 'takeDroppedFile'>]: (request: Request<Name>) => Promise<Result<Response<Name>>>;
} & {
  /** Takes a file that the user dropped, as the browser hands it over. Fails with `FILE_UNREADABLE`. */
  takeDroppedFile(file: DroppedFile): Promise<Result<ChosenFile>>;
  /** Calls back with each batch; the next one comes when the callback has returned. One listener at a time. */
  onEvents(listener: (batch: EventBatch) => void): void;
  /** How large all of the page is drawn, times its size; from 0.5 to 2. */
  setZoom(factor: number): void;
  platform: 'linux' | 'darwin' | 'win32';
  versions: { app: string; electron: string };
};
