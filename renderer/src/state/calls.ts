import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type {
  Answer,
  BenchError,
  CallHistory,
  CallRecord,
  RequestDraft,
  RunningCall,
} from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { isSendable } from '../payload/editor/check.ts';
import { keptDrafts, workspaceStorage } from './kept.ts';

/** What a tab shows of the call it made, or that was chosen from the history. */
export type Shown =
  | {
      kind: 'running';
      callId: string;
      startedAt: number;
      timeoutMs: number;
      /** How often it is sent. */
      count: number;
      /** What is called, where it is not what this tab has sent. */
      of?: { method: 'GET' | 'SET'; url: string };
    }
  /** `before`: the answer that the same request had before. */
  | { kind: 'record'; record: CallRecord; before: Answer | null }
  /** Nothing was sent. */
  | { kind: 'refused'; error: BenchError; draft: RequestDraft };

interface Drafts {
  /** By tab; at most `MAX_TABS`, the last ones that were edited. */
  drafts: Record<string, RequestDraft>;
}

interface Calls {
  /** By tab. */
  shown: Record<string, Shown>;
  running: RunningCall[];
  /** The tabs that are open. */
  tabs: string[];
  history: CallHistory;
}

/** Of the drafts of all tabs, what is kept for the next start; characters of JSON. The largest packet fits. */
const MAX_KEPT = 800_000;
const MAX_TABS = 30;

export const EMPTY_DRAFT: RequestDraft = {
  url: '',
  method: 'GET',
  payload: { param: '', data: { kind: 'text', text: '' } },
  timeoutMs: 5_000,
  repeat: { count: 1, perSecond: null },
};

/** They outlive the window, as part of the workspace. */
export const useDrafts = create<Drafts>()(
  persist((): Drafts => ({ drafts: {} }), {
    name: 'rpc-drafts',
    version: 1,
    storage: createJSONStorage(() => workspaceStorage),
    partialize: ({ drafts }) => ({
      drafts: keptDrafts(drafts, MAX_KEPT, (draft) => ({ ...draft, payload: EMPTY_DRAFT.payload })),
    }),
  }),
);

/** Of calls that have ended the history of the bench has all. */
export const useCalls = create<Calls>()(() => ({
  shown: {},
  running: [],
  tabs: [],
  history: { version: 0, total: 0, leftOut: 0, newer: false, error: null },
}));

export const draftOf = (tab: string): RequestDraft => useDrafts.getState().drafts[tab] ?? EMPTY_DRAFT;

export const useDraft = (tab: string): RequestDraft => useDrafts(({ drafts }) => drafts[tab] ?? EMPTY_DRAFT);

export function editDraft(tab: string, change: Partial<RequestDraft>): void {
  useDrafts.setState(({ drafts: { [tab]: before = EMPTY_DRAFT, ...others } }) => {
    const kept = Object.entries(others).slice(1 - MAX_TABS);
    return { drafts: { ...Object.fromEntries(kept), [tab]: { ...before, ...change } } };
  });
}

/** Puts a request into a tab, in place of what was written there; what is not shown with it is shown no longer. */
export function loadDraft(tab: string, draft: RequestDraft): void {
  editDraft(tab, draft);
  showIn(tab, undefined);
}

/** Loads a call of the history, request and answer. */
export function loadRecord(tab: string, record: CallRecord): void {
  editDraft(tab, record.draft);
  showIn(tab, { kind: 'record', record, before: null });
}

/** The call that a tab waits for; undefined where it waits for none. */
export const runningIn = (tab: string): (Shown & { kind: 'running' }) | undefined => {
  const shown = useCalls.getState().shown[tab];
  return shown?.kind === 'running' ? shown : undefined;
};

/** Sends the draft of a tab, where it can be sent and the tab waits for no other call. Answers the record where there is one. */
export async function send(tab: string, device: { id: string; options: { raw: boolean } }): Promise<CallRecord | null> {
  const draft = draftOf(tab);
  if (runningIn(tab) || draft.url.trim() === '' || !isSendable(draft.payload, device.options.raw)) return null;
  const callId = crypto.randomUUID();
  const before = shownAnswer(tab, draft);
  const { timeoutMs, repeat } = draft;
  sentHere.add(callId);
  showIn(tab, { kind: 'running', callId, startedAt: Date.now(), timeoutMs, count: repeat.count });
  const result = await bench().call({ id: device.id, callId, draft });
  // Meanwhile another call may have been chosen to be looked at; the history has this one.
  for (const each of tabsWaitingFor(callId)) {
    showIn(
      each,
      result.ok ? { kind: 'record', record: result.value, before } : { kind: 'refused', error: result.error, draft },
    );
  }
  sentHere.delete(callId);
  forgetRunning(callId);
  return result.ok ? result.value : null;
}

/** Calls that this page has sent and that have not ended; others were sent before it was loaded anew. */
const sentHere = new Set<string>();

const MOST_ENDED = 1_000;
/** What the bench told of them before they ended may come later than their answers. */
const ended = new Set<string>();

function forgetRunning(callId: string): void {
  const [first] = ended;
  if (ended.size >= MOST_ENDED && first !== undefined) ended.delete(first);
  ended.add(callId);
  useCalls.setState(({ running }) => ({ running: running.filter(({ id }) => id !== callId) }));
}

/** What the bench tells of the calls that run. */
export function takeRunning(told: RunningCall[]): void {
  const running = told.filter(({ id }) => !ended.has(id));
  useCalls.setState({ running });
  const ids = new Set(running.map(({ id }) => id));
  for (const shown of Object.values(useCalls.getState().shown)) {
    if (shown.kind !== 'running' || ids.has(shown.callId) || sentHere.has(shown.callId)) continue;
    void showEnded(shown.callId);
  }
}

/** A call that nobody here has sent is in the history when it has ended. */
async function showEnded(callId: string): Promise<void> {
  const result = await bench().readCall({ id: callId });
  for (const tab of tabsWaitingFor(callId)) {
    showIn(tab, result.ok ? { kind: 'record', record: result.value, before: null } : undefined);
  }
}

/**
 * Calls that run and that no open tab waits for: the window was loaded anew, the tab was closed, or another call was
 * chosen to be looked at in it.
 */
export function useStrayCalls(): RunningCall[] {
  const running = useCalls((calls) => calls.running);
  const shown = useCalls((calls) => calls.shown);
  const tabs = useCalls((calls) => calls.tabs);
  const waitedFor = new Set(
    tabs.map((tab) => {
      const each = shown[tab];
      return each?.kind === 'running' ? each.callId : undefined;
    }),
  );
  return running.filter(({ id }) => !waitedFor.has(id));
}

/** Makes a tab wait for a call that runs. */
export function waitFor(tab: string, { id, startedAt, timeoutMs, method, url, tally }: RunningCall): void {
  showIn(tab, { kind: 'running', callId: id, startedAt, timeoutMs, count: tally.wanted, of: { method, url } });
}

/** A tab is open; answers what to call when it is closed. */
export function openTab(tab: string): () => void {
  useCalls.setState(({ tabs }) => ({ tabs: [...tabs, tab] }));
  return () => useCalls.setState(({ tabs }) => ({ tabs: tabs.filter((each) => each !== tab) }));
}

export function cancel(tab: string): void {
  const running = runningIn(tab);
  if (running) void bench().cancelCall({ callId: running.callId });
}

/** Errors on which nothing left the bench: the same request would fail again. */
const refused: ReadonlySet<BenchError['code']> = new Set([
  'BAD_REQUEST',
  'INVALID_ARGUMENT',
  'INVALID_PARAM',
  'INVALID_URL',
  'INVALID_VARIABLE',
  'UNKNOWN_VARIABLE',
  'PACKET_TOO_LARGE',
  'FILE_UNREADABLE',
]);

export const isRefused = (error: BenchError): boolean => refused.has(error.code);

const tabsWaitingFor = (callId: string): string[] =>
  Object.keys(useCalls.getState().shown).filter((tab) => runningIn(tab)?.callId === callId);

function showIn(tab: string, shown: Shown | undefined): void {
  useCalls.setState(({ shown: { [tab]: _before, ...others } }) => ({
    shown: shown ? { ...others, [tab]: shown } : others,
  }));
}

/** The answer in view, where it is one of the same url and method. */
function shownAnswer(tab: string, draft: RequestDraft): Answer | null {
  const shown = useCalls.getState().shown[tab];
  if (shown?.kind !== 'record') return null;
  const { record } = shown;
  return record.draft.url === draft.url && record.draft.method === draft.method ? record.answer : null;
}
