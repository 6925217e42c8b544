import * as v from 'valibot';
import { command, index, payloadText, shortText } from './command.ts';
import type { BenchError } from './errors.ts';
import { chosenFile } from './files.ts';
import { payloadDraft } from './payload.ts';

/** Of a scenario file, characters. */
export const MAX_SCENARIO = 4_194_304;
/** Scenarios that are listed; more of them are counted. */
export const MAX_SCENARIOS = 500;
/** Of the clients, commands, topics, datagrams, faults, expectations that are told; more of them are counted. */
export const MAX_MOCK_ROWS = 1_000;
/** Of the problems of a file that are told. */
export const MAX_SCENARIO_PROBLEMS = 200;

/** Lines and columns begin at 1. */
export interface ScenarioProblemPlace {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** What was expected there, in English. */
  message: string;
  severity: 'error' | 'warning';
}

/** What is wrong with the text of a scenario: the first `MAX_SCENARIO_PROBLEMS` of `total`. */
export interface ScenarioCheck {
  problems: ScenarioProblemPlace[];
  total: number;
}

/** All times are epoch ms. */
export type ScenarioState =
  | { name: 'stopped' }
  | { name: 'starting' }
  /** `error`: why a change of its file could not be taken over. */
  | { name: 'running'; since: number; ecus: MockSummary[]; positions: string | null; error: BenchError | null }
  /** It could not be started. */
  | { name: 'failed'; error: BenchError };

export interface MockSummary {
  name: string;
  url: string;
  clients: number;
}

/** A scenario file. */
export interface ScenarioEntry {
  /** The name of the file in the folder `scenarios` of the workspace, with one below it at most; its whole path where it lies elsewhere. */
  id: string;
  /** As the file says, else the name of the file without its extension. */
  name: string;
  fileName: string;
  /** `demo`: that of the demo vehicle, which is no file, and not written. */
  place: 'workspace' | 'elsewhere' | 'demo';
  /** Another one where the text is another; '' where it cannot be read. */
  revision: string;
  /** Why it cannot be read. */
  error: BenchError | null;
  problems: { errors: number; warnings: number };
  /** Names of the ECUs in the file; of one that cannot be understood, those of the last time it could. */
  ecus: string[];
  /** Started with the app. */
  autostart: boolean;
  state: ScenarioState;
  /** What runs is an earlier text, as the newest cannot be understood. */
  stale: boolean;
}

export interface ScenarioList {
  scenarios: ScenarioEntry[];
  leftOut: number;
  /** Why the folder cannot be read. */
  error: BenchError | null;
}

export interface ScenarioText {
  text: string;
  revision: string;
}

/** What a running scenario is beside its ECUs. */
export interface ScenarioRun {
  since: number;
  seed: number;
  ecus: (MockSummary & { calls: number; published: number; errors: number })[];
  expectations: { title: string; passed: boolean; message: string; afterMs: number | null }[];
  expectationsLeftOut: number;
  positions: { address: string; queries: number; notFound: number; malformed: number } | null;
}

export interface MockClient {
  id: number;
  /** `host:port` */
  address: string;
  since: number;
  authed: boolean;
  priority: number;
  subscriptions: string[];
}

export interface MockRequest {
  time: number;
  client: number;
  method: 'GET' | 'SET';
  url: string;
  /** JSON text, cut to `MOCK_PREVIEW` characters; null where there was none. The whole one by `lastMockRequest`. */
  param: string | null;
  paramLength: number;
  dataLength: number;
  /** Null: not answered. */
  status: number | null;
}

/** Of the param of a request, characters. */
export const MOCK_PREVIEW = 200;

export interface MockCommand {
  url: string;
  method: 'GET' | 'SET' | null;
  when: string | null;
  calls: number;
  failed: number;
  last: MockRequest | null;
  error: string | null;
}

export interface MockTopic {
  url: string;
  /** ms; null: only when it is triggered. */
  every: number | null;
  quick: boolean;
  subscribers: number;
  published: number;
  lastTime: number | null;
  error: string | null;
}

interface MockDatagram {
  url: string;
  received: number;
  lastTime: number | null;
  error: string | null;
}

interface MockFault {
  name: string;
  kind: string;
  /** What it is for, as JSON text without name and kind. */
  rule: string;
  enabled: boolean;
  /** Times it struck. */
  count: number;
}

/** An ECU that runs, as it is now. Lists are in the order of the file, and have at most `MAX_MOCK_ROWS`. */
export interface MockEcu {
  url: string;
  clients: MockClient[];
  commands: MockCommand[];
  topics: MockTopic[];
  datagrams: MockDatagram[];
  faults: MockFault[];
  /** How many of each are not told. */
  leftOut: { clients: number; commands: number; topics: number; datagrams: number; faults: number };
  /** Another one where the state is another. */
  stateRevision: string;
}

/** What has changed of what runs: ECUs that had to be started anew, whose clients were disconnected. */
export interface ScenarioSaved {
  revision: string;
  restarted: string[];
  /** It runs, and goes on with an earlier text, as this one cannot be understood or run. */
  earlier: boolean;
}

/** What the bench tells of scenarios. */
export interface MockEvents {
  /** All of them, where any has changed. */
  scenarios?: ScenarioList;
}

const place = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const text = v.pipe(v.string(), v.maxLength(MAX_SCENARIO));
const one = v.object({ id: place });
const ecu = { id: place, ecu: shortText };
const client = { ...ecu, client: index };
const fileName = v.pipe(v.string(), v.maxLength(200));

const faultText = v.pipe(v.string(), v.maxLength(65_536));

/**
 * Those about a scenario fail with `NO_SUCH_SCENARIO`, those about a running one also with `NOT_RUNNING`, `NO_SUCH_ECU` and
 * `NO_SUCH_CLIENT`; those that write as files do. Those that make or rename a file answer its id.
 */
export const mockCommands = {
  readScenario: command<ScenarioText>()(one),
  /**
   * Of any text; nothing is changed. `fileName` says which kind of file it is. Fails with `ABORTED` where the next one came
   * before it was done.
   */
  checkScenario: command<ScenarioCheck>()(v.object({ text, fileName })),
  /** JSON schema of scenario files. */
  scenarioSchema: command<unknown>()(v.undefined()),
  /**
   * Fails with `FILE_CHANGED` where the file has another revision by now, which null does not ask for. What runs goes on
   * with the new text where that can be understood.
   */
  saveScenario: command<ScenarioSaved>()(v.object({ id: place, text, revision: v.nullable(shortText) })),
  /**
   * Into the workspace; a name that is taken gets a number. `json`: as it is written. `like`: with the files that it names
   * and that lie beside this scenario, in a folder of its own; fails with `NOT_RUNNING` where the demo vehicle is meant and
   * does not run, and with `FILE_UNREADABLE` where they are too large.
   */
  addScenario: command<string>()(
    v.object({ name: fileName, text, json: v.optional(v.boolean()), like: v.optional(place) }),
  ),
  /** Within its folder. Fails with `INVALID_NAME`. */
  renameScenario: command<string>()(v.object({ id: place, name: fileName })),
  /** Stops it. Of one that lies elsewhere: it is not listed any more, and stays on the disk. */
  deleteScenario: command<void>()(one),
  /** Undoes `deleteScenario`, for one of the last 20. */
  bringBackScenario: command<string>()(one),
  /** Asks the user for a scenario file that lies elsewhere; null where none was chosen. */
  openScenario: command<string | null>()(v.undefined()),
  /** Looks at the files again; they are looked at by themselves where the system tells of changes. */
  refreshScenarios: command<void>()(v.undefined()),
  /** In the system's view of its folder. */
  showScenarioFile: command<void>()(one),

  /** Fails with `INVALID_SCENARIO`, and as servers do that cannot listen. Nothing happens where it runs. */
  startScenario: command<void>()(one),
  stopScenario: command<void>()(one),
  setScenarioAutostart: command<void>()(v.object({ id: place, autostart: v.boolean() })),

  readScenarioRun: command<ScenarioRun>()(one),
  readMockEcu: command<MockEcu>()(v.object(ecu)),
  /** JSON text, and its revision. */
  readMockState: command<ScenarioText>()(v.object(ecu)),
  /** `replace`: the whole state, an object; `patch`: merged into it (RFC 7396). Fails with `INVALID_PARAM` and a position. */
  setMockState: command<void>()(v.object({ ...ecu, text: payloadText, how: v.picklist(['replace', 'patch']) })),
  /** Null: what the topic of that url says now. Answers to how many it went. */
  publishByMock: command<number>()(
    v.object({ ...ecu, url: shortText, payload: v.nullable(payloadDraft), quick: v.boolean() }),
  ),
  /** False: not sent. */
  datagramByMock: command<boolean>()(
    v.object({ ...client, url: shortText, payload: payloadDraft, quick: v.boolean() }),
  ),
  kickMockClient: command<void>()(v.object({ ...client, how: v.picklist(['disconnect', 'reset']) })),
  setMockAuthed: command<void>()(v.object({ ...client, authed: v.boolean() })),
  /** By its place in the list. */
  switchMockFault: command<void>()(v.object({ ...ecu, fault: index, enabled: v.boolean() })),
  /** As it would stand in the file, in YAML or JSON. Fails with `INVALID_FAULT`, and a position. */
  addMockFault: command<void>()(v.object({ ...ecu, text: faultText })),
  /** By its place in the list; on or off as it was. Else as `addMockFault`. */
  changeMockFault: command<void>()(v.object({ ...ecu, fault: index, text: faultText })),
  /** The whole param of what a command, by its place in the list, was asked last, as JSON text; null: there was none. */
  lastMockRequest: command<string | null>()(v.object({ ...ecu, command: index })),

  /** A scenario from what a capture file has seen; asks the user for one where none is given. Null where none was chosen. */
  mockWhatWasCaptured: command<string | null>()(v.object({ file: v.nullable(chosenFile) })),
  /** A scenario from what the bench has seen of a device. Fails with `NO_SUCH_DEVICE`, `NOTHING_SEEN`. */
  mockWhatWasSeen: command<string>()(v.object({ deviceId: shortText })),
} as const;
