import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type {
  Check,
  Environments,
  ErrorCode,
  Expectations,
  RequestDraft,
  RequestNode,
  RequestTree,
  SavedRequest,
} from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { draftOf, loadDraft, useDraft } from './calls.ts';
import { workspaceStorage } from './kept.ts';

/** The saved request that a tab is about. What is written of it is the draft of the tab. */
export interface Opened {
  id: string;
  /** As it is on the disk; null while it is being read. */
  saved: SavedRequest | null;
  expect: Expectations;
  /** `changed`: somebody else changed it, and here it is changed too. */
  disk: 'same' | 'changed' | 'gone';
}

/** What came of a saved request the last time. */
export interface RequestOutcome {
  /** Null: it was refused before it was sent. */
  callId: string | null;
  status: number | null;
  error: ErrorCode | null;
  checks: Check[];
}

interface Requests {
  tree: RequestTree;
  environments: Environments;
  /** By tab. */
  opened: Record<string, Opened>;
  /** By request, of this session. */
  outcomes: Record<string, RequestOutcome>;
  /** By tab: of the answer in view. */
  checks: Record<string, Check[]>;
  /** Folders that show nothing of what is in them. */
  folded: string[];
  /** Beside the editor, where there is room; null: where there is something in it. */
  panel: boolean | null;
  /** The tab whose panel lies over its editor, where there is no room beside it. */
  over: string | null;
}

export const NOTHING_EXPECTED: Expectations = { status: null, rttMs: null, param: [] };

/** What is shown of the saved requests; they themselves are on the disk. */
export const useRequests = create<Requests>()(
  persist(
    (): Requests => ({
      tree: { nodes: [], leftOut: 0, error: null },
      environments: { list: [], chosen: null, variables: [] },
      opened: {},
      outcomes: {},
      checks: {},
      folded: [],
      panel: null,
      over: null,
    }),
    {
      name: 'saved-requests',
      version: 1,
      storage: createJSONStorage(() => workspaceStorage),
      partialize: ({ opened, folded, panel }) => ({
        opened: Object.fromEntries(
          Object.entries(opened).map(([tab, { id, expect }]): [string, Opened] => [
            tab,
            { id, expect, saved: null, disk: 'same' },
          ]),
        ),
        folded,
        panel,
      }),
    },
  ),
);

export const nodeById = (id: string): RequestNode | undefined =>
  useRequests.getState().tree.nodes.find((node) => node.id === id);

/** Whether what is written in a tab differs from the request that it is about. */
export function useIsChanged(tab: string): boolean {
  const opened = useRequests(({ opened: { [tab]: found } }) => found);
  const draft = useDraft(tab);
  return opened?.saved ? !isSame(opened.saved, { draft, expect: opened.expect }) : false;
}

export function isChanged(tab: string): boolean {
  const opened = useRequests.getState().opened[tab];
  return opened?.saved ? !isSame(opened.saved, { draft: draftOf(tab), expect: opened.expect }) : false;
}

/** Makes a tab about a saved request, and shows it. */
export function showOpened(tab: string, id: string, request: SavedRequest): void {
  setOpened(tab, { id, saved: request, expect: request.expect, disk: 'same' });
  loadDraft(tab, request.draft);
  forgetChecks(tab);
}

/** Of the answer that a tab showed before. */
export function forgetChecks(tab: string): void {
  useRequests.setState(({ checks: { [tab]: _before, ...checks } }) => ({ checks }));
}

export function setOpened(tab: string, opened: Opened | undefined): void {
  useRequests.setState(({ opened: { [tab]: _before, ...others } }) => ({
    opened: opened ? { ...others, [tab]: opened } : others,
  }));
}

/** Names may have changed while a rename was under way: who asked for it says so when it is through. */
let renaming = 0;

/** Tells what a folder or request is called now, and with it all that was known by its old name. */
export async function follow<T extends { ok: true; value: string } | { ok: false }>(
  from: string,
  move: () => Promise<T>,
): Promise<T> {
  renaming += 1;
  try {
    const result = await move();
    if (result.ok && result.value !== from) rename(from, result.value);
    return result;
  } finally {
    renaming -= 1;
    checkOpened();
  }
}

/** What the bench tells of the files. */
export function takeTree(tree: RequestTree): void {
  useRequests.setState({ tree });
  if (renaming === 0) checkOpened();
}

const revisions = new Map<string, string>();

/** What is open in tabs is compared with the disk where that has changed. */
function checkOpened(): void {
  for (const [tab, opened] of Object.entries(useRequests.getState().opened)) {
    const node = nodeById(opened.id);
    if (node?.kind !== 'request') setOpened(tab, { ...opened, disk: 'gone' });
    else if (opened.saved === null || opened.disk === 'gone' || revisions.get(tab) !== `${node.id} ${node.revision}`) {
      revisions.set(tab, `${node.id} ${node.revision}`);
      void compare(tab, opened.id);
    }
  }
}

async function compare(tab: string, id: string): Promise<void> {
  const result = await bench().readRequest({ id });
  const opened = useRequests.getState().opened[tab];
  if (opened?.id !== id || !result.ok) return;
  const now = result.value;
  const written = { draft: draftOf(tab), expect: opened.expect };
  if (opened.saved === null || isSame(now, written)) setOpened(tab, { ...opened, saved: now, disk: 'same' });
  else if (isSame(now, opened.saved)) setOpened(tab, { ...opened, disk: 'same' });
  else if (isSame(opened.saved, written)) showOpened(tab, id, now);
  else setOpened(tab, { ...opened, disk: 'changed' });
}

/** Spaces around a param are not saved, and no data is no data, whatever it was to be written as. */
function isSame(one: SavedRequest, other: SavedRequest): boolean {
  return comparable(one) === comparable(other);
}

function comparable({ draft, expect }: SavedRequest): string {
  const { url, method, payload, timeoutMs, repeat } = draft;
  const data =
    payload.data.kind === 'file' ? payload.data.file.path : payload.data.text && [payload.data.kind, payload.data.text];
  const { status, rttMs, param } = expect;
  const expected = param.map(({ path, is, value }) => [path, is, value]);
  return JSON.stringify([
    url,
    method,
    payload.param.trim(),
    data,
    timeoutMs,
    repeat.count,
    repeat.perSecond,
    status,
    rttMs,
    expected,
  ]);
}

function rename(from: string, to: string): void {
  const renamed = (id: string): string => (id === from || id.startsWith(`${from}/`) ? to + id.slice(from.length) : id);
  useRequests.setState(({ opened, outcomes, folded }) => ({
    opened: Object.fromEntries(Object.entries(opened).map(([tab, each]) => [tab, { ...each, id: renamed(each.id) }])),
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([id, outcome]) => [renamed(id), outcome])),
    folded: folded.map(renamed),
  }));
}

/** The draft of a tab as it would be saved. */
export function writtenIn(tab: string): SavedRequest {
  const draft: RequestDraft = draftOf(tab);
  return { draft, expect: useRequests.getState().opened[tab]?.expect ?? NOTHING_EXPECTED };
}
