import type { CallRecord, RequestDraft } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { draftOf, EMPTY_DRAFT, loadDraft, loadRecord, useCalls } from '../../../state/calls.ts';
import { isChanged, type Opened, setOpened, useRequests } from '../../../state/requests.ts';
import { announceUndo } from '../../../state/toasts.ts';

/** Loads the call before (1) or after (-1) the one that a tab shows; where it shows none, the newest. */
export async function stepThroughHistory(tab: string, by: 1 | -1): Promise<void> {
  const all = await bench().callHistory({ search: '', from: 0, to: 10_000 });
  if (!all.ok) return;
  const shown = useCalls.getState().shown[tab];
  const at = all.value.calls.findIndex((call) => shown?.kind === 'record' && call.id === shown.record.id);
  const next = all.value.calls[at < 0 ? 0 : at + by];
  if (next) await loadCall(tab, next.id);
}

/** Loads request and answer of a call of the history. */
export async function loadCall(tab: string, id: string): Promise<void> {
  const result = await bench().readCall({ id });
  if (!result.ok) return;
  const before = draftOf(tab);
  const opened = useRequests.getState().opened[tab];
  const loses = opened ? isChanged(tab) : await isUnsent(tab);
  loadRecord(tab, result.value);
  if (opened && !isOf(result.value, opened)) setOpened(tab, undefined);
  if (!loses) return;
  announceUndo({ key: 'rpc.draftReplaced', values: { url: before.url } }, () => {
    loadDraft(tab, before);
    setOpened(tab, opened);
  });
}

/** Else to save it would put another request in the place of the one that is open. */
function isOf({ draft }: CallRecord, { saved }: Opened): boolean {
  return saved?.draft.url === draft.url && saved.draft.method === draft.method;
}

/** Something is written that is nowhere else. */
async function isUnsent(tab: string): Promise<boolean> {
  const draft = draftOf(tab);
  const shown = useCalls.getState().shown[tab];
  const sent = shown?.kind === 'record' ? shown.record.draft : await newestDraft();
  return draft.url !== '' && JSON.stringify(draft) !== JSON.stringify(sent);
}

/** After a start, what is written is mostly what was sent last. */
async function newestDraft(): Promise<RequestDraft> {
  const newest = await bench().callHistory({ search: '', from: 0, to: 1 });
  const id = newest.ok ? newest.value.calls[0]?.id : undefined;
  const record = id === undefined ? undefined : await bench().readCall({ id });
  return record?.ok ? record.value.draft : EMPTY_DRAFT;
}
