import { useState } from 'react';
import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { renameScenario } from './act.ts';

interface RenameDialogProps {
  scenario: ScenarioEntry;
  onClose: () => void;
}

/** Another name for a scenario file; its extension stays. */
export function RenameDialog({ scenario, onClose }: RenameDialogProps) {
  const t = useT();
  const [name, setName] = useState(scenario.fileName.replace(/\.[^.]+$/, ''));
  return (
    <FormDialog
      title={t('mocks.rename')}
      submit={t('mocks.renameIt')}
      ready={name.trim() !== ''}
      onSubmit={() => renameScenario(scenario, name)}
      onClose={onClose}
    >
      <Field
        label={t('mocks.fileName')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
