import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BenchError } from '../../../testbench/contract.ts';
import { copyText } from '../copy.ts';
import { useT } from '../i18n.ts';
import { Button } from './button.tsx';

/** What happened, to which host, what it means and what to try; the next step is a button given as a child. */
export function ErrorNotice({ error, children }: { error: BenchError; children?: ReactNode }) {
  const t = useT();
  const technical = `${error.code}${error.host ? ` ${error.host}` : ''}: ${error.message}`;
  return (
    <div className="notice selectable" role="alert">
      <OctagonAlert />
      <div className="notice-title">
        {t(`error.${error.code}.title`)}
        {error.host && <span className="mono"> {error.host}</span>}
        {error.subject && <span className="mono"> {error.subject}</span>}
      </div>
      <p className="notice-body">
        {error.tls
          ? t('error.sentences', { why: t(`tls.${error.tls}`), next: t(`tls.${error.tls}.next`) })
          : t('error.sentences', { why: t(`error.${error.code}.why`), next: t(`error.${error.code}.next`) })}
      </p>
      <details>
        <summary>{t('details')}</summary>
        <span className="mono">{technical}</span>
      </details>
      <div className="notice-actions">
        {children}
        <Button kind="quiet" onClick={() => void copyText(technical)}>
          {t('copyError')}
        </Button>
      </div>
    </div>
  );
}
