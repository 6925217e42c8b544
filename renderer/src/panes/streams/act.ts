import type { BenchError, Result, StreamTarget, Transfer, TransferDraft } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { isSendable } from '../../payload/editor/check.ts';
import {
  draftOf,
  editDraft,
  emptyDraft,
  type StreamDraft,
  setFailed,
  showTransfer,
} from '../../state/stream-drafts.ts';
import { announceUndo, toast } from '../../state/toasts.ts';
import { titleOf } from './describe.ts';

/** False: something is missing or wrong in what is drafted. */
export function canStart(draft: StreamDraft, raw: boolean): boolean {
  if (draft.kind === 'tunnel') return draft.tunnelId !== null;
  return draft.url.trim() !== '' && isSendable(draft.payload, raw);
}

/** Asks for what is still to be chosen, and begins; nothing happens where the user chooses nothing. */
export async function startDrafted(tab: string, deviceId: string): Promise<void> {
  const draft = draftOf(tab);
  const receive = await targetOf(tab, draft);
  if (receive === null) return;
  const { send, idleMs } = draft;
  await start(tab, { deviceId, source: sourceOf(draft), receive, send, idleMs });
}

/** A file that was dropped, or is chosen now. */
export async function chooseToSend(tab: string, dropped?: File): Promise<boolean> {
  const chosen = await (dropped ? bench().takeDroppedFile(dropped) : bench().chooseDataFile(undefined));
  if (!chosen.ok) setFailed(tab, chosen.error);
  else if (chosen.value) editDraft(tab, { send: chosen.value });
  return chosen.ok && chosen.value !== null;
}

export async function chooseFolder(tab: string): Promise<void> {
  const chosen = await bench().chooseStreamFolder(undefined);
  if (!chosen.ok) setFailed(tab, chosen.error);
  else if (chosen.value) editDraft(tab, { receive: 'folder', folder: chosen.value });
}

/** What the demo vehicle offers, in one click. */
export const examples = {
  trace: { kind: 'call', url: '/diagnostics/trace', method: 'GET', receive: 'live', send: null },
  log: { kind: 'call', url: '/diagnostics/log', method: 'GET', receive: 'folder', send: null },
  update: { kind: 'call', url: '/ota/update', method: 'SET', receive: 'live' },
} as const satisfies Record<string, Partial<StreamDraft>>;

const UPDATE_PARAM = '{"name": "{{$fileName}}", "size": {{$fileSize}}}';

export async function startExample(tab: string, deviceId: string, name: keyof typeof examples): Promise<void> {
  const { payload } = emptyDraft;
  editDraft(tab, { ...examples[name], payload: name === 'update' ? { ...payload, param: UPDATE_PARAM } : payload });
  if (name === 'update' && !(await chooseToSend(tab))) return;
  await startDrafted(tab, deviceId);
}

/** Puts what a transfer was made of back into the form. */
export async function fillFrom(tab: string, id: string): Promise<void> {
  const found = await bench().transferDraft({ id });
  if (!found.ok) {
    tell(found);
    return;
  }
  const { source, receive, send, idleMs } = found.value;
  editDraft(tab, {
    ...(source.kind === 'call' ? source : { kind: 'tunnel', tunnelId: source.tunnelId }),
    receive: receive.kind,
    ...(receive.kind === 'folder' && { folder: receive.folder, ifExists: receive.ifExists }),
    send,
    idleMs,
  });
}

/** From the list; it can be brought back. */
export async function removeTransfer(transfer: Transfer): Promise<void> {
  const { id } = transfer;
  const removed = await bench().removeTransfer({ id });
  if (!removed.ok) tell(removed);
  else announceUndo({ key: 'streams.removed', values: { name: titleOf(transfer) } }, () => void bringBack(id));
}

async function bringBack(id: string): Promise<void> {
  tell(await bench().bringBackTransfer({ id }));
}

export async function order(command: TransferCommand, id: string): Promise<void> {
  tell(await bench()[command]({ id }));
}

export type TransferCommand =
  | 'pauseTransfer'
  | 'resumeTransfer'
  | 'cancelTransfer'
  | 'stopTransfer'
  | 'restartTransfer'
  | 'showTransferFile';

export async function decide(id: string, how: 'replace' | 'number'): Promise<void> {
  tell(await bench().decideTransfer({ id, how }));
}

function tell(result: { ok: true } | { ok: false; error: BenchError }): void {
  if (!result.ok) toast({ key: `error.${result.error.code}.title`, tone: 'error' });
}

async function start(tab: string, draft: TransferDraft): Promise<void> {
  const started: Result<Transfer> = await bench().startTransfer(draft);
  setFailed(tab, started.ok ? null : started.error);
  if (started.ok) showTransfer(tab, started.value.id);
}

async function targetOf(tab: string, draft: StreamDraft): Promise<StreamTarget | null> {
  if (draft.receive === 'live') return { kind: 'live' };
  if (draft.receive === 'file') {
    const chosen = await bench().chooseStreamTarget({ name: proposedName(draft) });
    if (!chosen.ok) setFailed(tab, chosen.error);
    return chosen.ok && chosen.value ? { kind: 'file', file: chosen.value } : null;
  }
  if (draft.folder === null) await chooseFolder(tab);
  const { folder } = draftOf(tab);
  return folder && { kind: 'folder', folder, ifExists: draft.ifExists };
}

function sourceOf({ kind, url, method, payload, timeoutMs, tunnelId }: StreamDraft): TransferDraft['source'] {
  if (kind === 'tunnel') return { kind, tunnelId: tunnelId ?? 0 };
  return { kind, url: url.trim(), method, payload, timeoutMs };
}

function proposedName({ kind, url, tunnelId }: StreamDraft): string {
  const last = url.split('/').findLast((part) => part !== '');
  return kind === 'call' && last !== undefined ? `${last}.bin` : `stream-${tunnelId ?? 0}.bin`;
}
