import type { TabNode } from 'flexlayout-react';
import { useState } from 'react';
import { useT } from '../i18n.ts';
import { Field } from '../ui/field.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { renameTab } from './dock-store.ts';

interface RenameTabDialogProps {
  node: TabNode;
  names: (name: string) => string;
  onClose: () => void;
}

/** A name of its own for a tab; without one it is called by what is in it. */
export function RenameTabDialog({ node, names, onClose }: RenameTabDialogProps) {
  const t = useT();
  const byItself = names(node.getId());
  const [name, setName] = useState(() => names(node.getName()));
  const rename = () => {
    const typed = name.trim();
    renameTab(node.getId(), typed === '' || typed === byItself ? null : typed);
  };
  return (
    <FormDialog title={t('tab.rename')} submit={t('tab.renameNow')} onSubmit={rename} onClose={onClose}>
      <Field
        label={t('tab.name')}
        value={name}
        maxLength={200}
        placeholder={byItself}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
