import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RefusedSubscription } from '../../../../testbench/contract.ts';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';

interface FailedProps {
  title: string;
  failed: readonly RefusedSubscription[];
  /** What can be done about it. */
  children: ReactNode;
}

/** More reasons than these are nothing that one reads. */
const MOST = 50;

/** Which urls could not be subscribed, each with its reason. */
export function Failed({ title, failed, children }: FailedProps) {
  const t = useT();
  if (failed.length === 0) return null;
  return (
    <div className="failed-urls selectable" role="alert">
      <TriangleAlert />
      <strong>{title}</strong>
      <span className="failed-actions">{children}</span>
      <ul>
        {failed.slice(0, MOST).map(({ url, error }) => (
          <li key={url}>
            <span className="mono cut" title={url}>
              {url}
            </span>
            <span className="muted" title={`${error.code}: ${error.message}`}>
              {t(`error.${error.code}.title`)} · {error.message}
            </span>
          </li>
        ))}
        {failed.length > MOST && (
          <li className="muted">{t('subscriptions.moreFailed', { shown: exact(failed.length - MOST) })}</li>
        )}
      </ul>
    </div>
  );
}
