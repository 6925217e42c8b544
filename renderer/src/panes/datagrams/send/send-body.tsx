import { CircleCheck } from 'lucide-react';
import type { Device } from '../../../../../testbench/contract.ts';
import { bytes } from '../../../format/quantity.ts';
import { clock } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { PayloadEditor } from '../../../payload/editor/payload-editor.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { ListForm } from './list-form.tsx';
import { Count, FilePace, Pace } from './pace-fields.tsx';
import type { Sending } from './use-sending.ts';

interface SendBodyProps {
  device: Device;
  sending: Sending;
}

/** What is sent, how often, and what became of it. */
export function SendBody({ device, sending }: SendBodyProps) {
  const t = useT();
  const { draft, edit, outcome, dismiss } = sending;
  return (
    <>
      {draft.mode === 'file' ? (
        <ListForm device={device} sending={sending} />
      ) : (
        <PayloadEditor
          label={t('datagrams.payload')}
          value={draft.payload}
          device={device}
          onChange={(payload) => edit({ payload })}
        />
      )}
      {outcome?.kind === 'failed' && (
        <ErrorNotice error={outcome.error}>
          {outcome.error.code === 'NO_QUICK_CHANNEL' && (
            <Button onClick={() => edit({ quick: false })}>{t('datagrams.useNormal')}</Button>
          )}
          <Button kind="quiet" onClick={dismiss}>
            {t('dismiss')}
          </Button>
        </ErrorNotice>
      )}
      <div className="bar datagrams-mode">
        <Segmented
          small
          label={t('datagrams.mode')}
          value={draft.mode}
          options={[
            { value: 'once', label: t('datagrams.once') },
            { value: 'repeat', label: t('datagrams.repeat') },
            { value: 'file', label: t('datagrams.list') },
          ]}
          onChange={(mode) => edit({ mode })}
        />
        {draft.mode === 'repeat' && (
          <>
            <Count count={draft.count} onChange={(count) => edit({ count })} />
            <Pace draft={draft} onChange={edit} />
          </>
        )}
        {draft.mode === 'file' && <FilePace draft={draft} onChange={edit} />}
        <span className="grow" />
        <span className="datagrams-outcome" aria-live="polite">
          {draft.mode === 'once' && outcome?.kind === 'sent' && (
            <Badge tone="ok" icon={<CircleCheck />} title={outcome.url}>
              {t('datagrams.wasSent', { time: clock(outcome.time).slice(0, 12), size: bytes(outcome.bytes) })}
            </Badge>
          )}
        </span>
      </div>
    </>
  );
}
