import { Plus } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, useId, useState } from 'react';
import type { BenchError, Device, RefusedSubscription } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { announce } from '../../state/announce.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FieldError } from '../../ui/field.tsx';
import { DeviceSelect } from '../device-select.tsx';
import { subscribe } from './act.ts';
import { Failed } from './failed.tsx';

/** Urls that are wrong are named, up to this many. */
const MOST_NAMED = 3;

export function SubscribeForm({ device }: { device: Device | undefined }) {
  const t = useT();
  const problemId = useId();
  const [text, setText] = useState('');
  const [error, setError] = useState<BenchError | null>(null);
  const [failed, setFailed] = useState<RefusedSubscription[]>([]);
  const [tried, setTried] = useState(false);
  const urls = splitUrls(text);
  const wrong = tried ? urls.filter((url) => !url.startsWith('/')) : [];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!device || urls.length === 0) return;
    setTried(true);
    if (urls.some((url) => !url.startsWith('/'))) return;
    const outcome = await subscribe(device.id, urls);
    setError(outcome.error);
    setFailed(outcome.failed);
    if (outcome.error) return;
    // What failed stays, to be corrected.
    setText(outcome.failed.map(({ url }) => url).join(' '));
    const done = urls.length - outcome.failed.length;
    if (done > 0) announce('subscriptions.done', { count: done });
  };
  const edit = (next: string) => {
    setText(next);
    setError(null);
    setFailed([]);
    setTried(false);
  };
  /** A list of urls has them in lines, which the browser would join. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (!/[\r\n]/.test(pasted.trim())) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const before = value.slice(0, selectionStart ?? value.length);
    edit(`${before}${splitUrls(pasted).join(' ')} ${value.slice(selectionEnd ?? value.length)}`.trim());
  };
  return (
    <>
      <form className="bar toolbar" aria-label={t('subscriptions.form')} onSubmit={(event) => void submit(event)}>
        <DeviceSelect />
        <input
          className="input mono grow"
          aria-label={t('subscriptions.urls')}
          aria-invalid={wrong.length > 0}
          aria-describedby={wrong.length > 0 ? problemId : undefined}
          placeholder={t('subscriptions.urlsHint')}
          spellCheck={false}
          value={text}
          disabled={!device}
          data-focus-first
          onChange={(event) => edit(event.target.value)}
          onPaste={paste}
        />
        <Button type="submit" kind="primary" icon={<Plus />} disabled={!device || urls.length === 0}>
          {urls.length > 1 ? t('subscriptions.subscribeMany', { count: urls.length }) : t('subscriptions.subscribe')}
        </Button>
      </form>
      {wrong.length > 0 && (
        <div className="bar">
          <FieldError id={problemId}>
            {t('subscriptions.wrongUrls', {
              count: wrong.length,
              urls: wrong.slice(0, MOST_NAMED).join(t('listSeparator')),
              more: Math.max(0, wrong.length - MOST_NAMED),
            })}
          </FieldError>
        </div>
      )}
      {error && (
        <ErrorNotice error={error}>
          <Button onClick={() => setError(null)}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
      <Failed title={t('subscriptions.failedNow', { count: failed.length })} failed={failed}>
        <Button onClick={() => setFailed([])}>{t('dismiss')}</Button>
      </Failed>
    </>
  );
}

/** One or many, with spaces, commas or new lines between them. */
export const splitUrls = (text: string): string[] => [...new Set(text.split(/[\s,，]+/).filter(Boolean))];
