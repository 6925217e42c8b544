import { FolderKanban } from 'lucide-react';
import type { WorkspacePlace } from '../../../testbench/contract.ts';
import { type Translate, useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { exportWorkspace, importWorkspace, openSampleWorkspace, openWorkspace } from '../state/workspace.ts';
import { ActionMenu } from '../ui/menu.tsx';

/** Names the workspace that is open, and leads to others. */
export function WorkspaceMenu() {
  const t = useT();
  const { place, recent } = useDevices((state) => state.workspace);
  if (place === null) return null;
  const name = nameOf(place, t);
  return (
    <ActionMenu
      trigger={
        <button
          type="button"
          className="status-button"
          data-tour="workspace"
          aria-label={t('workspace.menu', { name })}
          title={`${t('workspace.menu', { name })}\n${place.folder}`}
        >
          <FolderKanban />
          <span className="cut workspace-name">{name}</span>
        </button>
      }
      groups={[
        {
          id: 'files',
          actions: [
            { id: 'open', label: t('workspace.open'), run: () => void openWorkspace() },
            { id: 'import', label: t('workspace.import'), run: () => void importWorkspace() },
            { id: 'sample', label: t('workspace.sample'), run: () => void openSampleWorkspace() },
            { id: 'export', label: t('workspace.export'), run: () => void exportWorkspace() },
          ],
        },
        ...(recent.length === 0
          ? []
          : [
              {
                id: 'recent',
                label: t('workspace.recent'),
                actions: recent.map((each) => ({
                  id: each.folder,
                  label: each.name === '' ? nameOf(each, t) : each.folder,
                  mono: each.name !== '',
                  run: () => void openWorkspace(each.folder),
                })),
              },
            ]),
      ]}
    />
  );
}

const nameOf = (place: WorkspacePlace, t: Translate): string => place.name || t('workspace.own');
