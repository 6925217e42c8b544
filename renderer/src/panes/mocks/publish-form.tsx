import { type ReactNode, useState } from 'react';
import type { BenchError, PayloadDraft } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { isSendable } from '../../payload/editor/check.ts';
import { PayloadEditor } from '../../payload/editor/payload-editor.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

interface Sent {
  url: string;
  payload: PayloadDraft;
  quick: boolean;
}

interface PublishFormProps {
  label: string;
  url: string;
  quick: boolean;
  action: string;
  icon: ReactNode;
  /** A button beside the url, for what needs no payload. */
  now: { label: string; run: () => void } | null;
  /** Answers what went wrong. */
  send: (sent: Sent) => Promise<BenchError | null>;
}

const nothing: PayloadDraft = { param: '', data: { kind: 'text', text: '' } };

/** A url with a payload, to be sent by hand. Ctrl+Enter sends. */
export function PublishForm({ label, url: proposed, quick: quickAtFirst, action, icon, now, send }: PublishFormProps) {
  const t = useT();
  const [url, setUrl] = useState(proposed);
  const [quick, setQuick] = useState(quickAtFirst);
  const [payload, setPayload] = useState(nothing);
  const [error, setError] = useState<BenchError | null>(null);
  const ready = url.trim() !== '' && isSendable(payload, false);
  const submit = async () => {
    if (ready) setError(await send({ url: url.trim(), payload, quick }));
  };
  return (
    <form
      className="mocks-publish"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void submit();
      }}
    >
      <div className="bar">
        <input
          className="input mono grow"
          aria-label={t('mocks.urlToSend')}
          placeholder={t('mocks.urlHint')}
          spellCheck={false}
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <label className="check">
          <input type="checkbox" checked={quick} onChange={(event) => setQuick(event.target.checked)} />
          {t('quick')}
        </label>
        {now && <Button onClick={now.run}>{now.label}</Button>}
        <Button type="submit" kind="primary" icon={icon} disabled={!ready}>
          {action}
        </Button>
      </div>
      {error && <ErrorNotice error={error} />}
      <PayloadEditor label={t('mocks.payload')} value={payload} onChange={setPayload} />
    </form>
  );
}
