import path from 'node:path';
import * as v from 'valibot';
import { id, time } from '../contract/command.ts';
import { MAX_TRANSFERS, type TransferState, transferDraft } from '../contract/streams.ts';
import { parsed } from '../workspace/device-format.ts';
import type { Format } from '../workspace/kept-file.ts';

/** Of the file. A change that an older app would misunderstand makes it grow. */
const VERSION = 1;

const text = v.pipe(v.string(), v.maxLength(8_192));
const count = v.pipe(v.number(), v.minValue(0));
const flow = v.object({ bytes: count, total: v.nullable(count), rate: count, sha256: v.nullable(text) });
const reason = v.looseObject({ code: text, message: v.string() });
const running = v.picklist(['asking', 'linking', 'running', 'paused', 'finishing']);
const anyState = v.variant('name', [
  v.object({ name: running, since: time }),
  v.object({ name: v.literal('deciding'), since: time, taken: text }),
  v.object({ name: v.literal('done'), since: time }),
  v.object({ name: v.literal('failed'), since: time, reason }),
  v.object({ name: v.literal('cancelled'), since: time }),
  v.object({ name: v.literal('interrupted'), since: time }),
]);

const savedTransfer = v.object({
  id,
  draft: transferDraft,
  deviceName: text,
  tunnelId: v.nullable(count),
  state: anyState,
  received: flow,
  sent: flow,
  announced: v.object({ name: v.nullable(text), size: v.nullable(count), sha256: v.nullable(text) }),
  file: v.nullable(v.object({ path: text, name: text, partial: v.boolean() })),
  startedAt: time,
  endedAt: v.nullable(time),
});

const file = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), transfers: v.array(v.unknown()) });

/** A transfer as it is saved. */
export type SavedTransfer = Omit<v.InferOutput<typeof savedTransfer>, 'state'> & { state: TransferState };

export function freshTransfer(
  given: Pick<SavedTransfer, 'id' | 'draft' | 'deviceName'>,
  startedAt: number,
): SavedTransfer {
  const nothing = { bytes: 0, total: null, rate: 0, sha256: null };
  return {
    ...given,
    tunnelId: null,
    state: { name: 'asking', since: startedAt },
    received: { ...nothing },
    sent: { ...nothing },
    announced: { name: null, size: null, sha256: null },
    file: null,
    startedAt,
    endedAt: null,
  };
}

export const transferFormat: Format<readonly SavedTransfer[]> = {
  write: (transfers) => `${JSON.stringify({ version: VERSION, transfers }, null, 2)}\n`,
  read(content) {
    const found = v.safeParse(file, parsed(content));
    if (!found.success) return null;
    const entries = found.output.transfers.map((entry) => v.safeParse(savedTransfer, entry));
    const value = entries.flatMap((entry) => (entry.success ? [asLeft(entry.output as SavedTransfer)] : []));
    const strange = entries.filter((entry) => !entry.success).length;
    return { value: value.slice(0, MAX_TRANSFERS), newer: found.output.version > VERSION, strange };
  },
};

/** What ran when the app ended is interrupted. A file has no say in what is replaced without asking. */
function asLeft(saved: SavedTransfer): SavedTransfer {
  const { draft, state } = saved;
  const { receive } = draft;
  const asked =
    receive.kind === 'folder' && receive.ifExists === 'replace' ? { ...receive, ifExists: 'ask' as const } : receive;
  return {
    ...saved,
    draft: { ...draft, receive: asked },
    state: ended(saved) ? state : { name: 'interrupted', since: state.since },
  };
}

function ended({ state, file: found }: SavedTransfer): boolean {
  if (state.name === 'deciding') return found !== null && isPartOf(found.path, state.taken);
  return ['done', 'failed', 'cancelled', 'interrupted'].includes(state.name);
}

/** As `ReceivedFile` names them. */
function isPartOf(part: string, whole: string): boolean {
  if (path.dirname(part) !== path.dirname(whole)) return false;
  const name = path.basename(whole);
  return path.basename(part).startsWith(name) && /^(?:\.\d+)?\.part$/.test(path.basename(part).slice(name.length));
}
