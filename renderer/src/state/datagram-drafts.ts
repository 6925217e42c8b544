import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { ChosenFile, DatagramDraft, PayloadDraft } from '../../../testbench/contract.ts';
import { keptDrafts, workspaceStorage } from './kept.ts';

/** What a tab of the Datagrams pane is about to send, and how. */
export interface TabDraft extends DatagramDraft {
  mode: 'once' | 'repeat' | 'file';
  /** Null: until it is stopped. */
  count: number | null;
  pace: 'rate' | 'fast';
  perSecond: number;
  filePace: 'delays' | 'rate' | 'fast';
  loop: boolean;
  skipWrong: boolean;
}

export interface HistoryEntry {
  id: string;
  /** Epoch ms. */
  time: number;
  deviceName: string;
  draft: DatagramDraft;
  /** Of the packet. */
  bytes: number;
}

interface DatagramDrafts {
  /** By the tab. */
  tabs: Record<string, TabDraft>;
  /** What was sent once, the newest first. */
  history: HistoryEntry[];
  /** The lists that tabs have open; chosen anew in the next session. */
  files: Record<string, ChosenFile>;
}

const MAX_HISTORY = 50;
/** What is kept for the next start: of all tabs, characters of JSON, where the largest packet fits; of an entry, its text. */
const MAX_KEPT_TABS = 700_000;
const MAX_KEPT_ENTRY = 8_192;
/** Of all entries, characters of JSON; the oldest go. */
const MAX_KEPT_HISTORY = 200_000;
const MAX_TABS = 20;

const nothing: PayloadDraft = { param: '', data: { kind: 'hex', text: '' } };

const newDraft: TabDraft = {
  url: '',
  quick: false,
  payload: nothing,
  mode: 'once',
  count: null,
  pace: 'rate',
  perSecond: 10,
  filePace: 'delays',
  loop: false,
  skipWrong: false,
};

export const useDatagramDrafts = create<DatagramDrafts>()(
  persist((): DatagramDrafts => ({ tabs: {}, history: [], files: {} }), {
    name: 'datagram-drafts',
    version: 1,
    storage: createJSONStorage(() => workspaceStorage),
    partialize: ({ tabs, history }) => ({
      tabs: keptDrafts(Object.fromEntries(Object.entries(tabs).slice(-MAX_TABS)), MAX_KEPT_TABS, (draft) => ({
        ...draft,
        payload: nothing,
      })),
      history: keptHistory(history),
    }),
  }),
);

export const draftOf =
  (tabId: string) =>
  ({ tabs }: DatagramDrafts): TabDraft =>
    tabs[tabId] ?? newDraft;

export function editDraft(tabId: string, change: Partial<TabDraft>): void {
  useDatagramDrafts.setState(({ tabs: { [tabId]: before = newDraft, ...others } }) => ({
    tabs: { ...others, [tabId]: { ...before, ...change } },
  }));
}

export function openList(tabId: string, file: ChosenFile | null): void {
  useDatagramDrafts.setState(({ files }) => {
    const { [tabId]: _gone, ...others } = files;
    return { files: file === null ? others : { ...others, [tabId]: file } };
  });
}

export function remember(entry: Omit<HistoryEntry, 'id'>): void {
  useDatagramDrafts.setState(({ history }) => ({
    history: [{ ...entry, id: crypto.randomUUID() }, ...history].slice(0, MAX_HISTORY),
  }));
}

function keptHistory(history: HistoryEntry[]): HistoryEntry[] {
  let left = MAX_KEPT_HISTORY;
  return history.filter((entry) => {
    if (lengthOf(entry.draft) > MAX_KEPT_ENTRY) return false;
    left -= JSON.stringify(entry).length;
    return left >= 0;
  });
}

function lengthOf({ url, payload: { param, data } }: DatagramDraft): number {
  return url.length + param.length + (data.kind === 'file' ? 0 : data.text.length);
}
