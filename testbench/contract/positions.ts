import * as v from 'valibot';
import { command, shortText } from './command.ts';
import type { BenchError } from './errors.ts';

/** Rows of the table. */
export const MAX_POSITIONS = 10_000;
/** Questions that are kept to be looked at; older ones are only counted. */
export const POSITION_QUERIES = 500;

const host = v.pipe(v.string(), v.maxLength(253));
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

/** Where a server is. */
export const positionRow = v.object({
  name: v.pipe(v.string(), v.maxLength(1_024)),
  /** An IP address: IPv4 or IPv6, of each one for a name. */
  host,
  port,
  /** It wants TLS. */
  security: v.boolean(),
});
export type PositionRow = v.InferOutput<typeof positionRow>;

export interface PositionsStatus {
  /** Where it is to listen. */
  host: string;
  port: number;
  /** Started with the app. */
  autostart: boolean;
  entries: PositionRow[];
  /** `host:port` where it listens; null: it does not run. */
  running: string | null;
  /** Why it could not be started. */
  error: BenchError | null;
  /** Since the app was started: questions, of them not found, packets that were none, questions that were not answered. */
  queries: number;
  notFound: number;
  malformed: number;
  dropped: number;
}

/** What came to the position server. `answer` is null where the name was not found, or it was no question. */
export interface PositionQueryRow {
  /** Grows by one with each. */
  number: number;
  /** Epoch ms. */
  time: number;
  /** `host:port` of who asked. */
  from: string;
  /** Null: it was no question. */
  name: string | null;
  family: 4 | 6 | null;
  answer: string | null;
  security: boolean;
}

/** What a position server answered; `answer` is null where it does not know the name. */
export interface PositionAsked {
  answer: { host: string; port: number; family: 4 | 6; security: boolean } | null;
  /** ms */
  took: number;
}

export interface PositionEvents {
  positions?: PositionsStatus;
}

export const positionCommands = {
  /** Fails with `ADDRESS_IN_USE`, `INVALID_ARGUMENT`. Nothing happens where it runs. */
  startPositions: command<void>()(v.undefined()),
  stopPositions: command<void>()(v.undefined()),
  /** Where it listens; one that runs is started anew there. */
  editPositions: command<void>()(
    v.object({ host: v.optional(host), port: v.optional(port), autostart: v.optional(v.boolean()) }),
  ),
  /**
   * Puts a row in place of another one, or behind all where `at` is null; what the name had of the same family is
   * replaced. Fails with `INVALID_ARGUMENT` (no name, no IP address, no port), `NO_SUCH_ENTRY`.
   */
  setPosition: command<void>()(
    v.object({ at: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), row: positionRow }),
  ),
  /** Takes rows out; answers them with their places, for `bringBackPositions`. */
  removePositions: command<[at: number, row: PositionRow][]>()(
    v.object({ at: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MAX_POSITIONS)) }),
  ),
  bringBackPositions: command<void>()(
    v.object({
      rows: v.pipe(
        v.array(v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0)), positionRow])),
        v.maxLength(MAX_POSITIONS),
      ),
    }),
  ),
  /** Adds the ECUs of all running scenarios by their names. Answers how many were new or moved. */
  importPositions: command<number>()(v.undefined()),
  /** The newest, newest first, at most `POSITION_QUERIES`. */
  positionQueries: command<PositionQueryRow[]>()(v.undefined()),
  clearPositionQueries: command<void>()(v.undefined()),
  /**
   * Asks a position server (`host:port`; empty: those of the system). Fails with `SERVER_NO_RESPONDING`, `UNREACHABLE`,
   * `INVALID_RESPONDING`, `INVALID_ARGUMENT`.
   */
  askPosition: command<PositionAsked>()(
    v.object({ server: shortText, name: shortText, family: v.nullable(v.picklist([4, 6])) }),
  ),
} as const;
