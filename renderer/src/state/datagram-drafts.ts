import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { ChosenFile, DatagramDraft, PayloadDraft } from '../../../testbench/contract.ts';
import { workspaceStorage } from './kept.ts';

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
/** Characters of a payload that are kept for the next start, of a tab and of an entry of the history. */
const MAX_KEPT_TAB = 65_536;
const MAX_KEPT_ENTRY = 8_192;
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
      tabs: Object.fromEntries(
        Object.entries(tabs)
          .slice(-MAX_TABS)
          .map(([id, draft]) => [id, lengthOf(draft) > MAX_KEPT_TAB ? { ...draft, payload: nothing } : draft]),
      ),
      history: history.filter(({ draft }) => lengthOf(draft) <= MAX_KEPT_ENTRY),
    }),
  }),
);

export const draftOf =
  (tabId: string) =>
  ({ tabs }: DatagramDrafts): TabDraft =>
    tabs[tabId] ?? newDraft;

export function editDraft(tabId: string, change: Partial<TabDraft>): void {
  useDatagramDrafts.setState((state) => ({
    tabs: { ...state.tabs, [tabId]: { ...draftOf(tabId)(state), ...change } },
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

function lengthOf({ url, payload: { param, data } }: DatagramDraft): number {
  return url.length + param.length + (data.kind === 'file' ? 0 : data.text.length);
}
