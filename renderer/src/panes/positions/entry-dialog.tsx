import { useState } from 'react';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Editing } from './positions-pane.tsx';

interface EntryDialogProps {
  editing: Editing;
  onClose: () => void;
}

/** Where a server is, by its name. */
export function EntryDialog({ editing: { at, row }, onClose }: EntryDialogProps) {
  const t = useT();
  const [name, setName] = useState(row.name);
  const [host, setHost] = useState(row.host);
  const [port, setPort] = useState(String(row.port));
  const [security, setSecurity] = useState(row.security);
  const number = Number(port);
  const portIsRight = Number.isInteger(number) && number >= 1 && number <= 65_535;
  return (
    <FormDialog
      title={t('positions.editTitle')}
      submit={t(at === null ? 'positions.addIt' : 'positions.saveIt')}
      ready={name.trim() !== '' && host.trim() !== '' && portIsRight}
      onSubmit={() => bench().setPosition({ at, row: { name, host, port: number, security } })}
      onClose={onClose}
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
    </FormDialog>
  );
}
