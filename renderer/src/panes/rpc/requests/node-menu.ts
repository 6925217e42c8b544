import type { RequestNode } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import type { ActionGroup } from '../../../ui/menu.tsx';
import { exportCollection, newFolder, newRequest } from './act.ts';

interface NodeActions {
  open: () => void;
  rename: () => void;
  duplicate: () => void;
  remove: () => void;
  add: (made: Promise<string | null>) => void;
  tab: string;
}

/** What can be done with a folder or a request. */
export function nodeMenu(node: RequestNode, t: Translate, actions: NodeActions): ActionGroup[] {
  const { id, kind } = node;
  const edit = [
    { id: 'rename', label: t('requests.rename'), keys: 'F2', run: actions.rename },
    { id: 'duplicate', label: t('requests.duplicate'), keys: 'Mod+D', run: actions.duplicate },
    { id: 'delete', label: t('requests.delete'), keys: 'Delete', run: actions.remove },
  ];
  if (kind === 'request') {
    const isReadable = node.problem === null || node.problem.kind === 'newer';
    const open = { id: 'open', label: t('requests.open'), keys: 'Enter', disabled: !isReadable, run: actions.open };
    return [
      { id: 'open', actions: [open] },
      { id: 'edit', actions: edit },
    ];
  }
  return [
    {
      id: 'add',
      actions: [
        { id: 'request', label: t('requests.new'), run: () => actions.add(newRequest(actions.tab, id)) },
        { id: 'folder', label: t('requests.newFolder'), run: () => actions.add(newFolder(id)) },
      ],
    },
    { id: 'edit', actions: edit },
    { id: 'file', actions: [{ id: 'export', label: t('requests.export'), run: () => void exportCollection(id) }] },
  ];
}
