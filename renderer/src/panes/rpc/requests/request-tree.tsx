import { Ellipsis, FilePlus, FolderPlus, ListTree } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { nodeById, useRequests } from '../../../state/requests.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { ActionMenu } from '../../../ui/menu.tsx';
import { addSamples, followCalls, importCollection, newFolder, newRequest } from './act.ts';
import { TreeList } from './tree-list.tsx';
import { useNarrow } from './use-narrow.ts';

/** Shows and hides the saved requests: beside the editor where there is room, else over it. */
export function RequestTreeButton({ tab }: { tab: string }) {
  const t = useT();
  const button = useRef<HTMLButtonElement>(null);
  const narrow = useNarrow(button);
  const open = useIsOpen(tab, narrow);
  return (
    <IconButton
      ref={button}
      icon={<ListTree />}
      label={t(open ? 'requests.hide' : 'requests.show')}
      aria-expanded={open}
      onClick={() => showPanel(tab, narrow, !open)}
    />
  );
}

/** The saved requests. `tab` is where they are opened. */
export function RequestTree({ tab }: { tab: string }) {
  const root = useRef<HTMLDivElement>(null);
  const narrow = useNarrow(root);
  const open = useIsOpen(tab, narrow);
  const over = narrow && open;
  useEffect(followCalls, []);
  useEffect(() => {
    const look = () => void bench().refreshRequests(undefined);
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  useEffect(() => {
    const panel = over ? root.current : null;
    const tree = panel?.querySelector<HTMLElement>('[role="tree"]');
    (tree ?? panel?.querySelector('button'))?.focus();
  }, [over]);
  const close = () => {
    if (!over) return;
    showPanel(tab, true, false);
    root.current?.closest('.pane')?.querySelector<HTMLElement>('[data-focus-first]')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !over || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a key for all that is in it
    <div ref={root} className="requests" data-over={over || undefined} onKeyDown={onKeyDown}>
      {open && <Panel tab={tab} onOpened={close} />}
    </div>
  );
}

const useIsOpen = (tab: string, narrow: boolean): boolean =>
  useRequests(({ panel, over, tree }) => (narrow ? over === tab : (panel ?? tree.nodes.length > 0)));

function showPanel(tab: string, narrow: boolean, open: boolean): void {
  useRequests.setState(narrow ? { over: open ? tab : null } : { panel: open });
}

function Panel({ tab, onOpened }: { tab: string; onOpened: () => void }) {
  const t = useT();
  const [search, setSearch] = useState('');
  const [cursor, setCursor] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const { nodes, leftOut, error } = useRequests((state) => state.tree);
  const add = async (made: Promise<string | null>) => {
    const id = await made;
    if (id === null) return;
    setSearch('');
    setCursor(id);
    setRenaming(id);
  };
  const addRequest = () =>
    add(inSomeFolder(cursor).then((folder) => (folder === null ? null : newRequest(tab, folder))));
  return (
    <section className="requests-panel" aria-label={t('requests.title')}>
      <div className="bar">
        <h2>{t('requests.title')}</h2>
        <span className="grow" />
        <IconButton icon={<FilePlus />} label={t('requests.new')} onClick={() => void addRequest()} />
        <IconButton
          icon={<FolderPlus />}
          label={t('requests.newFolder')}
          onClick={() => void add(newFolder(folderOf(cursor)))}
        />
        <ActionMenu
          trigger={<IconButton icon={<Ellipsis />} label={t('requests.more')} />}
          groups={[
            {
              id: 'all',
              actions: [
                { id: 'collection', label: t('requests.newCollection'), run: () => void add(newFolder(null)) },
                { id: 'import', label: t('requests.import'), run: () => void importCollection() },
                { id: 'samples', label: t('requests.addSamples'), run: () => void addSamples() },
              ],
            },
          ]}
        />
      </div>
      {error && <ErrorNotice error={error} />}
      {nodes.length === 0 && !error ? (
        <EmptyState text={t('requests.empty')}>
          <Button onClick={() => void addRequest()} icon={<FilePlus />}>
            {t('requests.new')}
          </Button>
          <Button kind="quiet" onClick={() => void addSamples()}>
            {t('requests.addSamples')}
          </Button>
        </EmptyState>
      ) : (
        <>
          <input
            className="input requests-search"
            type="search"
            aria-label={t('requests.search')}
            placeholder={t('requests.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <TreeList
            tab={tab}
            search={search}
            cursor={cursor}
            renaming={renaming}
            onCursor={setCursor}
            onRenaming={setRenaming}
            onOpened={onOpened}
            onAdd={(made) => void add(made)}
          />
        </>
      )}
      {leftOut > 0 && (
        <Badge tone="warning" title={t('requests.leftOutHint')}>
          {t('requests.leftOut', { count: leftOut })}
        </Badge>
      )}
    </section>
  );
}

/** The folder that is meant where something is added: the one at the cursor, or the one that is in. */
function folderOf(cursor: string | null): string | null {
  const node = cursor === null ? undefined : nodeById(cursor);
  return node?.kind === 'folder' ? node.id : (node?.parent ?? null);
}

/** A request is in a collection: the first one where none is meant, and a new one where there is none. */
async function inSomeFolder(cursor: string | null): Promise<string | null> {
  const first = useRequests.getState().tree.nodes.find((node) => node.kind === 'folder');
  return folderOf(cursor) ?? first?.id ?? newFolder(null);
}
