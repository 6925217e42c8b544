import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BenchError, ScenarioEntry } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { renameScenario } from './act.ts';

interface RenameDialogProps {
  scenario: ScenarioEntry;
  onClose: () => void;
}

/** Another name for a scenario file; its extension stays. */
export function RenameDialog({ scenario, onClose }: RenameDialogProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(scenario.fileName.replace(/\.[^.]+$/, ''));
  const [error, setError] = useState<BenchError | null>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const renamed = await renameScenario(scenario, name);
    if (renamed.ok) onClose();
    else setError(renamed.error);
  };
  return (
    <Dialog title={t('mocks.rename')} open onOpenChange={onClose}>
      <form ref={form} className="device-form" aria-label={t('mocks.rename')} onSubmit={(event) => void save(event)}>
        <Field
          label={t('mocks.fileName')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        {error && <ErrorNotice error={error} />}
        <div className="form-buttons">
          <Button type="submit" kind="primary" disabled={name.trim() === ''}>
            {t('mocks.renameIt')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
