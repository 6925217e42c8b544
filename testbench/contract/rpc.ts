import * as v from 'valibot';
import { command, milliseconds, shortText } from './command.ts';
import type { ChosenFile } from './files.ts';
import { payloadDraft } from './payload.ts';

/** A call as the user writes it; `{{variables}}` in url and payload are replaced when it is sent. */
export const requestDraft = v.object({
  url: shortText,
  method: v.picklist(['GET', 'SET']),
  payload: payloadDraft,
  /** Of each call. */
  timeoutMs: milliseconds,
  repeat: v.object({
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(10_000_000)),
    /** Calls are sent at this rate, whether the ones before are answered or not; null: one after the other. */
    perSecond: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(100_000))),
  }),
});

export type RequestDraft = v.InferOutput<typeof requestDraft>;

/** What the bench tells of calls. */
export interface RpcEvents {}

export const rpcCommands = {
  /** Asks the user for the file of a payload's data; null where none was chosen. */
  chooseDataFile: command<ChosenFile | null>()(v.undefined()),
  /** A file that the user dropped on the window. The preload takes the file itself, and gives its path. */
  takeDroppedFile: command<ChosenFile>()(v.object({ path: shortText })),
} as const;
