import { useState } from 'react';
import type {
  BenchError,
  ChosenFile,
  DatagramDraft,
  DatagramPace,
  DatagramWork,
  Device,
  Result,
} from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { draftOf, editDraft, remember, type TabDraft, useDatagramDrafts } from '../../../state/datagram-drafts.ts';
import { announceUndo } from '../../../state/toasts.ts';
import { usePaneTab } from '../../pane-context.ts';

type Outcome =
  | { kind: 'sent'; time: number; bytes: number; url: string }
  | { kind: 'started'; time: number }
  | { kind: 'failed'; error: BenchError };

export interface Sending {
  tabId: string;
  draft: TabDraft;
  edit: (change: Partial<TabDraft>) => void;
  file: ChosenFile | undefined;
  /** There is something to send, and a device for it. */
  ready: boolean;
  outcome: Outcome | null;
  dismiss: () => void;
  send: () => Promise<void>;
  /** Puts what was sent before into the editor; what stands there and was never sent can be had back. */
  take: (draft: DatagramDraft) => void;
  /** Sends what was sent before, to the device that is chosen now; it stands in the editor then. */
  sendAgain: (draft: DatagramDraft) => Promise<void>;
}

/** What a tab is about to send, and what became of it. */
export function useSending(device: Device | undefined): Sending {
  const { id: tabId } = usePaneTab();
  const draft = useDatagramDrafts(draftOf(tabId));
  const file = useDatagramDrafts(({ files }) => files[tabId]);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const ready = device !== undefined && (draft.mode === 'file' ? file !== undefined : draft.url.trim() !== '');
  const send = async () => {
    if (!device || !ready) return;
    setOutcome(draft.mode === 'once' ? await sendOnce(device, draft) : await start(device, draft, file));
  };
  return {
    tabId,
    draft,
    edit: (change) => editDraft(tabId, change),
    file,
    ready,
    outcome,
    dismiss: () => setOutcome(null),
    send,
    take: (again) => take(tabId, again),
    sendAgain: async (again) => {
      if (!device) return;
      take(tabId, again);
      setOutcome(await sendOnce(device, { ...draft, ...again, mode: 'once' }));
    },
  };
}

function take(tabId: string, again: DatagramDraft): void {
  const before = draftOf(tabId)(useDatagramDrafts.getState());
  editDraft(tabId, { ...again, mode: 'once' });
  if (isEmpty(before) || wasSent(before)) return;
  announceUndo({ key: 'datagrams.draftReplaced', values: { url: before.url } }, () => editDraft(tabId, before));
}

const isEmpty = ({ url, payload: { param, data } }: DatagramDraft): boolean =>
  url === '' && param === '' && data.kind !== 'file' && data.text === '';

function wasSent({ url, quick, payload }: DatagramDraft): boolean {
  const written = JSON.stringify([url.trim(), quick, payload]);
  const { history } = useDatagramDrafts.getState();
  return history.some(({ draft }) => JSON.stringify([draft.url, draft.quick, draft.payload]) === written);
}

async function sendOnce(device: Device, { url, quick, payload }: TabDraft): Promise<Outcome> {
  const draft = { url: url.trim(), quick, payload };
  const result = await bench().sendDatagram({ id: device.id, draft });
  if (!result.ok) return { kind: 'failed', error: result.error };
  const time = Date.now();
  const { bytes } = result.value;
  remember({ time, deviceName: device.name, draft, bytes });
  return { kind: 'sent', time, bytes, url: result.value.url };
}

async function start(device: Device, draft: TabDraft, file: ChosenFile | undefined): Promise<Outcome> {
  const work = workOf(draft, file);
  if (work === null) return { kind: 'failed', error: { code: 'INVALID_ARGUMENT', message: 'no list is chosen' } };
  const result: Result<unknown> = await bench().startDatagrams({ id: device.id, work, pace: paceOf(draft) });
  return result.ok ? { kind: 'started', time: Date.now() } : { kind: 'failed', error: result.error };
}

function workOf(draft: TabDraft, file: ChosenFile | undefined): DatagramWork | null {
  const { url, quick, payload, count, loop, skipWrong } = draft;
  if (draft.mode !== 'file') return { kind: 'draft', draft: { url: url.trim(), quick, payload }, count };
  return file === undefined ? null : { kind: 'file', file, quick, loop, skipWrong };
}

function paceOf({ mode, pace, filePace, perSecond }: TabDraft): DatagramPace {
  const kind = mode === 'file' ? filePace : pace;
  return kind === 'rate' ? { kind, perSecond } : { kind };
}
