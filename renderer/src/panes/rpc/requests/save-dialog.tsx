import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BenchError, RequestDraft, RequestNode } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { draftOf } from '../../../state/calls.ts';
import { nodeById, useRequests } from '../../../state/requests.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Field } from '../../../ui/field.tsx';
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
export function SaveDialog(props: SaveDialogProps) {
  const t = useT();
  return (
    <Dialog title={t('requests.saveAsTitle')} open onOpenChange={props.onClose}>
      <SaveForm {...props} />
    </Dialog>
  );
}

function SaveForm({ tab, other, onClose }: SaveDialogProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const nodes = useRequests((state) => state.tree.nodes);
  const folders = nodes.filter((node) => node.kind === 'folder');
  const opened = useRequests((state) => state.opened[tab]?.id);
  const before = opened === undefined ? undefined : nodeById(opened);
  const [name, setName] = useState(other ? proposedName(other) : (before?.name ?? proposedName(draftOf(tab))));
  const [parent, setParent] = useState(before?.parent ?? folders[0]?.id ?? NEW);
  const [error, setError] = useState<BenchError | null>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const folder =
      parent === NEW ? await bench().addRequestFolder({ parent: null, name: t('requests.newCollectionName') }) : null;
    if (folder?.ok === false) {
      setError(folder.error);
      return;
    }
    const into = folder?.value ?? parent;
    const saved = await (other ? saveOtherAs(other, into, name) : saveRequestAs(tab, into, name));
    if (saved.ok) onClose();
    else setError(saved.error);
  };
  return (
    <form
      ref={form}
      className="device-form"
      aria-label={t('requests.saveAsTitle')}
      onSubmit={(event) => void save(event)}
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
      {error && <ErrorNotice error={error} />}
      <div className="form-buttons">
        <Button type="submit" kind="primary" disabled={name.trim() === ''}>
          {t('requests.saveIt')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function pathOf(node: RequestNode, nodes: RequestNode[]): string {
  const parent = nodes.find(({ id }) => id === node.parent);
  return parent ? `${pathOf(parent, nodes)} / ${node.name}` : node.name;
}
