import { useState } from 'react';
import type { RequestDraft, RequestNode, Result } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { draftOf } from '../../../state/calls.ts';
import { nodeById, useRequests } from '../../../state/requests.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { proposedName, saveOtherAs, saveRequestAs } from './act.ts';

const NEW = '';

interface SaveDialogProps {
  tab: string;
  /** A request to save in place of the one that is written in the tab. */
  other?: RequestDraft;
  onClose: () => void;
}

/** Asks for a name and a folder, and saves what is written in a tab. */
export function SaveDialog({ tab, other, onClose }: SaveDialogProps) {
  const t = useT();
  const nodes = useRequests((state) => state.tree.nodes);
  const folders = nodes.filter((node) => node.kind === 'folder');
  const opened = useRequests((state) => state.opened[tab]?.id);
  const before = opened === undefined ? undefined : nodeById(opened);
  const [name, setName] = useState(other ? proposedName(other) : (before?.name ?? proposedName(draftOf(tab))));
  const [parent, setParent] = useState(before?.parent ?? folders[0]?.id ?? NEW);
  const save = async (): Promise<Result<unknown>> => {
    const folder =
      parent === NEW ? await bench().addRequestFolder({ parent: null, name: t('requests.newCollectionName') }) : null;
    if (folder?.ok === false) return folder;
    const into = folder?.value ?? parent;
    return other ? saveOtherAs(other, into, name) : saveRequestAs(tab, into, name);
  };
  return (
    <FormDialog
      title={t('requests.saveAsTitle')}
      submit={t('requests.saveIt')}
      ready={name.trim() !== ''}
      onSubmit={save}
      onClose={onClose}
    >
      <Field
        label={t('requests.name')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="field">
        <span className="field-label" aria-hidden>
          {t('requests.inFolder')}
        </span>
        <Select
          label={t('requests.inFolder')}
          value={parent}
          options={[
            ...folders.map((folder) => ({ value: folder.id, label: pathOf(folder, nodes) })),
            { value: NEW, label: t('requests.newCollection') },
          ]}
          onChange={setParent}
        />
      </div>
    </FormDialog>
  );
}

function pathOf(node: RequestNode, nodes: RequestNode[]): string {
  const parent = nodes.find(({ id }) => id === node.parent);
  return parent ? `${pathOf(parent, nodes)} / ${node.name}` : node.name;
}
