import type {
  CallRecord,
  Expectations,
  RequestDraft,
  Result,
  SavedRequest,
} from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { translate } from '../../../i18n.ts';
import type { Key } from '../../../locales/en.ts';
import { announce } from '../../../state/announce.ts';
import { EMPTY_DRAFT, type Shown, useCalls } from '../../../state/calls.ts';
import {
  follow,
  forgetChecks,
  isChanged,
  NOTHING_EXPECTED,
  nodeById,
  type Opened,
  setOpened,
  showOpened,
  useRequests,
  writtenIn,
} from '../../../state/requests.ts';
import { useSettings } from '../../../state/settings.ts';
import { announceUndo, toast } from '../../../state/toasts.ts';
import { siblingsOf } from './rows.ts';

/** Loads a saved request into a tab. What was written there and is saved nowhere can be had back. */
export async function openRequest(tab: string, id: string): Promise<void> {
  const result = told(await bench().readRequest({ id }));
  if (!result) return;
  const before = useRequests.getState().opened[tab];
  const left = before && isChanged(tab) ? { opened: before, written: writtenIn(tab) } : null;
  showOpened(tab, id, result);
  if (left) {
    const name = nodeById(left.opened.id)?.name ?? '';
    announceUndo({ key: 'requests.leftUnsaved', values: { name } }, () => takeBack(tab, left));
  }
}

function takeBack(tab: string, { opened, written }: { opened: Opened; written: SavedRequest }): void {
  showOpened(tab, opened.id, written);
  setOpened(tab, opened);
}

/**
 * Answers false where the tab is about no saved request, which then needs a name first. What somebody else has written
 * since is not lost: whether to load or to replace it is asked for before.
 */
export async function saveRequest(tab: string): Promise<boolean> {
  const opened = useRequests.getState().opened[tab];
  if (!opened || opened.disk === 'gone') return false;
  if (opened.disk === 'changed') {
    toast({ key: 'requests.chooseFirst', values: { name: nodeById(opened.id)?.name ?? '' }, tone: 'warning' });
    return true;
  }
  const request = writtenIn(tab);
  const saved = await bench().saveRequest({ id: opened.id, request });
  if (!saved.ok) told(saved);
  else {
    setOpened(tab, { ...opened, saved: request, expect: request.expect, disk: 'same' });
    announce('requests.saved', { name: nodeById(opened.id)?.name ?? '' });
  }
  return true;
}

/** Under a name, in a folder; the tab is about that one from then on. */
export async function saveRequestAs(tab: string, parent: string | null, name: string): Promise<Result<string>> {
  const request = writtenIn(tab);
  const added = await bench().addRequest({ parent, name, request });
  if (added.ok) setOpened(tab, { id: added.value, saved: request, expect: request.expect, disk: 'same' });
  return added;
}

/** Another request than the one that is written in a tab, such as one of the history. */
export async function saveOtherAs(draft: RequestDraft, parent: string | null, name: string): Promise<Result<string>> {
  const added = await bench().addRequest({ parent, name, request: { draft, expect: NOTHING_EXPECTED } });
  if (added.ok) toast({ key: 'requests.saved', values: { name } });
  return added;
}

/** What is on the disk, in place of what is written. */
export async function reloadRequest(tab: string): Promise<void> {
  const opened = useRequests.getState().opened[tab];
  const now = opened && told(await bench().readRequest({ id: opened.id }));
  if (opened && now) showOpened(tab, opened.id, now);
}

/** Answers the id of the new one. */
export async function newRequest(tab: string, parent: string | null): Promise<string | null> {
  const request = { draft: EMPTY_DRAFT, expect: NOTHING_EXPECTED };
  const id = told(await bench().addRequest({ parent, name: word('requests.newName'), request }));
  if (id !== null) await openRequest(tab, id);
  return id;
}

export async function newFolder(parent: string | null): Promise<string | null> {
  const name = word(parent === null ? 'requests.newCollectionName' : 'requests.newFolderName');
  return told(await bench().addRequestFolder({ parent, name }));
}

/** Answers the new id; null where it could not be. */
export async function renameNode(id: string, name: string): Promise<string | null> {
  return told(await follow(id, () => bench().renameRequest({ id, name })));
}

export async function moveNode(id: string, parent: string | null, to: number): Promise<string | null> {
  const moved = told(await follow(id, () => bench().moveRequest({ id, parent, to })));
  if (moved !== null) announceMove(moved, parent, to);
  return moved;
}

export async function duplicateNode(id: string): Promise<string | null> {
  const node = nodeById(id);
  return node ? told(await bench().duplicateRequest({ id, name: node.name })) : null;
}

export async function deleteNode(id: string): Promise<void> {
  const node = nodeById(id);
  const deleted = await bench().deleteRequest({ id });
  if (!deleted.ok) told(deleted);
  else if (node) {
    announceUndo({ key: 'requests.deleted', values: { name: node.name } }, () => void bringBack(id));
  }
}

async function bringBack(id: string): Promise<void> {
  told(await follow(id, () => bench().bringBackRequest({ id })));
}

export async function addSamples(): Promise<void> {
  const names = ['body', 'climate', 'speed', 'doors', 'openDoor', 'setTemperature', 'camera', 'slow', 'echo'] as const;
  told(
    await bench().addSampleRequests({
      name: word('devices.demoName'),
      names: Object.fromEntries(names.map((name) => [name, word(`requests.sample.${name}`)])),
    }),
  );
}

export async function exportCollection(id: string): Promise<void> {
  const file = told(await bench().exportCollection({ id }));
  if (file) toast({ key: 'requests.exported', values: { name: file.name, requests: file.requests } });
}

export async function importCollection(): Promise<void> {
  const file = told(await bench().importCollection(undefined));
  if (!file) return;
  const { name, requests, leftOut } = file;
  if (leftOut > 0)
    toast({ key: 'requests.importedPartly', values: { name, requests, leftOut }, tone: 'warning', forMs: null });
  else toast({ key: 'requests.imported', values: { name, requests } });
}

export async function chooseEnvironment(name: string | null): Promise<void> {
  told(await bench().chooseEnvironment({ name }));
}

/** Compares the answer that a tab shows with what is expected of it. */
export async function checkShown(tab: string, expect: Expectations): Promise<void> {
  const shown = useCalls.getState().shown[tab];
  if (shown?.kind !== 'record') return;
  const { opened, outcomes } = useRequests.getState();
  const id = opened[tab]?.id;
  const isItsOwn = id !== undefined && outcomes[id]?.callId === shown.record.id;
  await check(tab, shown.record, expect, isItsOwn ? id : undefined);
}

let followers = 0;
let stopFollowing = () => {};

/** What came of the saved requests that tabs are about is kept for the tree, and compared with what is expected of it. */
export function followCalls(): () => void {
  followers += 1;
  if (followers === 1) stopFollowing = useCalls.subscribe((now, before) => takeShown(now.shown, before.shown));
  return () => {
    followers -= 1;
    if (followers === 0) stopFollowing();
  };
}

function takeShown(shown: Record<string, Shown>, before: Record<string, Shown>): void {
  for (const [tab, now] of Object.entries(shown)) {
    const was = before[tab];
    if (now === was || now.kind === 'running') continue;
    const opened = useRequests.getState().opened[tab];
    // A call of the history, or one that was sent elsewhere, is no outcome of the request that is open.
    const sent = was?.kind === 'running' && was.of === undefined;
    const ended = sent && (now.kind === 'refused' || was.callId === now.record.id);
    if (opened && ended && now.kind === 'record') void check(tab, now.record, opened.expect, opened.id);
    else forgetChecks(tab);
    if (opened && ended && now.kind === 'refused') {
      const outcome = { callId: null, status: null, error: now.error.code, checks: [] };
      useRequests.setState(({ outcomes }) => ({ outcomes: { ...outcomes, [opened.id]: outcome } }));
    }
  }
}

/** `id`: of the saved request whose outcome it is. */
async function check(tab: string, record: CallRecord, expect: Expectations, id?: string): Promise<void> {
  const { id: callId, answer, error } = record;
  const { status, rttMs, text: param } = answer ?? { status: null, rttMs: 0, text: null };
  const result = status === null ? null : await bench().checkAnswer({ expect, answer: { status, rttMs, param } });
  const checks = result?.ok ? result.value : [];
  useRequests.setState((state) => ({
    checks: { ...state.checks, [tab]: checks },
    ...(id !== undefined && {
      outcomes: { ...state.outcomes, [id]: { callId, status, error: error?.code ?? null, checks } },
    }),
  }));
}

/** What failed is said beside the work. */
function told<T>(result: Result<T>): T | null {
  if (result.ok) return result.value;
  toast({
    key: 'requests.failed',
    words: { what: `error.${result.error.code}.title`, next: `error.${result.error.code}.next` },
    tone: 'error',
  });
  return null;
}

function announceMove(id: string, parent: string | null, to: number): void {
  const { nodes } = useRequests.getState().tree;
  const count = siblingsOf(nodes, parent).length;
  announce('requests.moved', {
    name: nodeById(id)?.name ?? '',
    folder: (parent === null ? null : nodeById(parent)?.name) ?? word('requests.title'),
    position: Math.min(to + 1, count),
    count,
  });
}

function word(key: Key): string {
  return translate(useSettings.getState().language, key);
}

/** A name for a request: the last part of its url. */
export function proposedName({ url }: RequestDraft): string {
  const part = url.split('/').findLast((each) => each.trim() !== '');
  return (part ?? word('requests.newName')).slice(0, 60);
}
