import { useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { CodeView } from '../../payload/code-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Select } from '../../ui/select.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { yamlLook } from './file/yaml-look.ts';

/** What each kind begins with; it is written as in a scenario file. */
const BEGINNINGS = {
  delay: 'delay: { min: 200, max: 800 }\ntype: RPC\n',
  drop: 'type: RPC\nprobability: 0.5\n',
  duplicate: 'type: PUBLISH\ncopies: 1\n',
  corrupt: 'bytes: 1\nprobability: 0.1\n',
  cut: 'after: 10\ntimes: 1\n',
  status: 'status: 5\nurl: /\n',
  refuse: '',
  freeze: '',
  disconnect: 'after: 1000\n',
  reset: 'after: 1000\n',
  'wrong-seqno': 'by: 1\nprobability: 0.1\n',
  oversized: 'times: 1\n',
  'slow-reading': 'bytesPerSecond: 1000\n',
  'quick-loss': 'probability: 0.2\n',
  'quick-reorder': 'window: 4\n',
};
type Kind = keyof typeof BEGINNINGS;
const kinds = Object.keys(BEGINNINGS) as Kind[];
const beginning = (kind: Kind): string => `kind: ${kind}\n${BEGINNINGS[kind]}`;

interface AddFaultDialogProps {
  view: EcuView;
  onClose: () => void;
}

/** A fault that the file does not have, for as long as the ECU runs. */
export function AddFaultDialog({ view, onClose }: AddFaultDialogProps) {
  const t = useT();
  const [kind, setKind] = useState<Kind>('delay');
  const [text, setText] = useState(beginning('delay'));
  const [error, setError] = useState<BenchError | null>(null);
  const add = async () => {
    const added = await bench().addMockFault({ id: view.id, ecu: view.name, text });
    view.refresh();
    if (added.ok) onClose();
    else setError(added.error);
  };
  return (
    <Dialog title={t('mocks.addFaultTo', { name: view.name })} open onOpenChange={onClose}>
      <div className="device-form">
        <Select
          label={t('mocks.kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`mocks.fault.${value}`) }))}
          onChange={(next) => {
            setKind(next);
            setText(beginning(next));
          }}
        />
        <div className="mocks-fault-text">
          <CodeView
            label={t('mocks.faultText')}
            text={text}
            language="plain"
            extensions={yamlLook}
            onChange={setText}
          />
        </div>
        <p className="form-note">{t('mocks.faultNote')}</p>
        {error && (
          <>
            <ErrorNotice error={error} />
            <p className="mono selectable">{error.message}</p>
          </>
        )}
        <div className="form-buttons">
          <Button kind="primary" onClick={() => void add()}>
            {t('mocks.addIt')}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
