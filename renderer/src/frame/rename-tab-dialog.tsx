import type { TabNode } from 'flexlayout-react';
import { type FormEvent, useState } from 'react';
import { useT } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { renameTab } from './dock-store.ts';

interface RenameTabDialogProps {
  node: TabNode;
  names: (name: string) => string;
  onClose: () => void;
}

export function RenameTabDialog({ node, names, onClose }: RenameTabDialogProps) {
  const t = useT();
  const byItself = names(node.getId());
  const [name, setName] = useState(() => names(node.getName()));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const typed = name.trim();
    renameTab(node.getId(), typed === '' || typed === byItself ? null : typed);
    onClose();
  };
  return (
    <Dialog title={t('tab.rename')} open onOpenChange={(open) => !open && onClose()}>
      <form className="rename-tab" onSubmit={onSubmit}>
        <Field
          label={t('tab.name')}
          value={name}
          maxLength={200}
          placeholder={byItself}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button kind="primary" type="submit">
          {t('tab.renameNow')}
        </Button>
      </form>
    </Dialog>
  );
}
