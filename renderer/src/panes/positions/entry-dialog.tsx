import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import type { Editing } from './positions-pane.tsx';

interface EntryDialogProps {
  editing: Editing;
  onClose: () => void;
}

/** Where a server is, by its name. */
export function EntryDialog(props: EntryDialogProps) {
  const t = useT();
  return (
    <Dialog title={t('positions.editTitle')} open onOpenChange={props.onClose}>
      <EntryForm {...props} />
    </Dialog>
  );
}

function EntryForm({ editing: { at, row }, onClose }: EntryDialogProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(row.name);
  const [host, setHost] = useState(row.host);
  const [port, setPort] = useState(String(row.port));
  const [security, setSecurity] = useState(row.security);
  const [error, setError] = useState<BenchError | null>(null);
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const number = Number(port);
  const portIsRight = Number.isInteger(number) && number >= 1 && number <= 65_535;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const set = await bench().setPosition({ at, row: { name, host, port: number, security } });
    if (set.ok) onClose();
    else setError(set.error);
  };
  return (
    <form
      ref={form}
      className="device-form"
      aria-label={t('positions.editTitle')}
      onSubmit={(event) => void save(event)}
    >
      <Field
        label={t('positions.name')}
        value={name}
        maxLength={1_024}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="positions-where">
        <Field
          label={t('positions.address')}
          value={host}
          placeholder={t('positions.addressHint')}
          onChange={(event) => setHost(event.target.value)}
        />
        <Field
          label={t('positions.port')}
          value={port}
          inputMode="numeric"
          aria-invalid={!portIsRight}
          onChange={(event) => setPort(event.target.value)}
        />
      </div>
      <label className="form-check">
        <input type="checkbox" checked={security} onChange={(event) => setSecurity(event.target.checked)} />
        {t('positions.wantsTls')}
      </label>
      {error && <ErrorNotice error={error} />}
      <div className="form-buttons">
        <Button type="submit" kind="primary" disabled={name.trim() === '' || host.trim() === '' || !portIsRight}>
          {t(at === null ? 'positions.addIt' : 'positions.saveIt')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
