import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { DeviceSelect } from '../device-select.tsx';

export function SubscribeForm({ device }: { device: Device | undefined }) {
  const t = useT();
  const [text, setText] = useState('');
  const [error, setError] = useState<BenchError | null>(null);
  const urls = splitUrls(text);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!device || urls.length === 0) return;
    const result = await bench().subscribe({ id: device.id, urls });
    setError(result.ok ? null : result.error);
    if (result.ok) setText('');
  };
  return (
    <>
      <form className="bar toolbar" aria-label={t('subscriptions.form')} onSubmit={(event) => void submit(event)}>
        <DeviceSelect />
        <input
          className="input mono grow"
          aria-label={t('subscriptions.urls')}
          placeholder={t('subscriptions.urlsHint')}
          spellCheck={false}
          value={text}
          disabled={!device}
          data-focus-first
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
        />
        <Button type="submit" kind="primary" icon={<Plus />} disabled={!device || urls.length === 0}>
          {urls.length > 1 ? t('subscriptions.subscribeMany', { count: urls.length }) : t('subscriptions.subscribe')}
        </Button>
      </form>
      {error && (
        <ErrorNotice error={error}>
          <Button onClick={() => setError(null)}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
    </>
  );
}

/** One or many, with spaces, commas or new lines between them. */
export const splitUrls = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];
