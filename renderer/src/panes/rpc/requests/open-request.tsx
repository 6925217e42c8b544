import { Save } from 'lucide-react';
import { useState } from 'react';
import { useKeysOf } from '../../../frame/bindings.ts';
import { useCommand } from '../../../frame/commands.ts';
import { useT } from '../../../i18n.ts';
import { setOpened, useIsChanged, useRequests } from '../../../state/requests.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { isFocused } from '../use-rpc-commands.ts';
import { addSamples, importCollection, reloadRequest, saveRequest } from './act.ts';
import { EnvironmentSelect } from './environment-select.tsx';
import { RequestTreeButton } from './request-tree.tsx';
import { SaveDialog } from './save-dialog.tsx';

/** Which saved request a tab is about, whether it is saved, and with which variables it is sent. */
export function OpenRequest({ tab }: { tab: string }) {
  const t = useT();
  const isHere = () => isFocused(tab);
  const opened = useRequests((state) => state.opened[tab]);
  const node = useRequests((state) => state.tree.nodes.find(({ id }) => id === opened?.id));
  const changed = useIsChanged(tab);
  const [naming, setNaming] = useState(false);
  const keys = useKeysOf('rpc.save');
  const readOnly = node?.kind === 'request' && node.problem !== null;
  const save = async () => {
    if (readOnly || !(await saveRequest(tab))) setNaming(true);
  };
  useCommand({
    id: 'rpc.save',
    title: 'requests.save',
    group: 'pane.rpc',
    keys: ['Mod+S'],
    when: isHere,
    run: () => void save(),
  });
  useCommand({
    id: 'rpc.saveAs',
    title: 'requests.saveAs',
    group: 'pane.rpc',
    keys: ['Mod+Shift+S'],
    when: isHere,
    run: () => setNaming(true),
  });
  useCommand({
    id: 'rpc.addSamples',
    title: 'requests.addSamples',
    group: 'requests.title',
    run: () => void addSamples(),
  });
  useCommand({
    id: 'rpc.importCollection',
    title: 'requests.import',
    group: 'requests.title',
    run: () => void importCollection(),
  });
  return (
    <div className="bar open-request">
      <RequestTreeButton tab={tab} />
      {opened && node ? (
        <span className="open-request-name cut" title={opened.id.replace(/\.json$/, '')}>
          {node.name}
        </span>
      ) : (
        <span className="muted cut">{t('requests.notSaved')}</span>
      )}
      {changed && (
        <span className="request-dot" role="img" aria-label={t('requests.unsaved')} title={t('requests.unsaved')} />
      )}
      {opened?.disk === 'gone' && <Badge tone="warning">{t('requests.gone')}</Badge>}
      {opened?.disk === 'changed' && (
        <>
          <Badge tone="warning">{t('requests.changedElsewhere')}</Badge>
          <Button kind="quiet" onClick={() => void reloadRequest(tab)}>
            {t('requests.reload')}
          </Button>
          <Button kind="quiet" onClick={() => setOpened(tab, { ...opened, disk: 'same' })}>
            {t('requests.keepMine')}
          </Button>
        </>
      )}
      <IconButton
        icon={<Save />}
        label={t('requests.save')}
        {...(keys !== undefined && { keys })}
        disabled={opened !== undefined && opened.disk !== 'gone' && !changed}
        onClick={() => void save()}
      />
      {opened && (
        <Button kind="quiet" onClick={() => setNaming(true)}>
          {t('requests.saveAs')}
        </Button>
      )}
      <span className="grow" />
      <EnvironmentSelect />
      {naming && <SaveDialog tab={tab} onClose={() => setNaming(false)} />}
    </div>
  );
}
