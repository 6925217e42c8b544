import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { BenchError, ChosenFile, ChosenPlace, PayloadDraft } from '../../../testbench/contract.ts';
import { workspaceStorage } from './kept.ts';

/** What a tab of the Streams pane is about to ask for. */
export interface StreamDraft {
  kind: 'call' | 'tunnel';
  url: string;
  method: 'GET' | 'SET';
  payload: PayloadDraft;
  timeoutMs: number;
  tunnelId: number | null;
  receive: 'live' | 'file' | 'folder';
  /** Chosen anew in the next session, as `send`. */
  folder: ChosenPlace | null;
  ifExists: 'ask' | 'number' | 'replace';
  send: ChosenFile | null;
  /** Null: never. */
  idleMs: number | null;
}

interface StreamDrafts {
  /** By tab; at most `MAX_TABS`, the last ones that were edited. */
  drafts: Record<string, StreamDraft>;
  /** The transfer that a tab shows. */
  shown: Record<string, string>;
  /** Why the last one could not begin. */
  failed: Record<string, BenchError | null>;
}

/** A param or data of more than this is not kept for the next start, characters. */
const MAX_KEPT = 65_536;
const MAX_TABS = 20;

const nothing: PayloadDraft = { param: '', data: { kind: 'text', text: '' } };

export const emptyDraft: StreamDraft = {
  kind: 'call',
  url: '',
  method: 'GET',
  payload: nothing,
  timeoutMs: 5_000,
  tunnelId: null,
  receive: 'live',
  folder: null,
  ifExists: 'ask',
  send: null,
  idleMs: null,
};

export const useStreamDrafts = create<StreamDrafts>()(
  persist((): StreamDrafts => ({ drafts: {}, shown: {}, failed: {} }), {
    name: 'stream-drafts',
    version: 1,
    storage: createJSONStorage(() => workspaceStorage),
    partialize: ({ drafts }) => ({
      drafts: Object.fromEntries(Object.entries(drafts).map(([tab, draft]) => [tab, kept(draft)])),
    }),
  }),
);

export const draftOf = (tab: string): StreamDraft => useStreamDrafts.getState().drafts[tab] ?? emptyDraft;

export const useStreamDraft = (tab: string): StreamDraft => useStreamDrafts(({ drafts }) => drafts[tab] ?? emptyDraft);

export function editDraft(tab: string, change: Partial<StreamDraft>): void {
  useStreamDrafts.setState(({ drafts: { [tab]: before = emptyDraft, ...others }, failed }) => ({
    drafts: { ...Object.fromEntries(Object.entries(others).slice(1 - MAX_TABS)), [tab]: { ...before, ...change } },
    failed: { ...failed, [tab]: null },
  }));
}

export function showTransfer(tab: string, id: string): void {
  useStreamDrafts.setState(({ shown }) => ({ shown: { ...shown, [tab]: id } }));
}

export function setFailed(tab: string, error: BenchError | null): void {
  useStreamDrafts.setState(({ failed }) => ({ failed: { ...failed, [tab]: error } }));
}

function kept(draft: StreamDraft): StreamDraft {
  const { param, data } = draft.payload;
  const length = param.length + (data.kind === 'file' ? MAX_KEPT : data.text.length);
  return { ...draft, payload: length > MAX_KEPT ? nothing : draft.payload, folder: null, send: null };
}
