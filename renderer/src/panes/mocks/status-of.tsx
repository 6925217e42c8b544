import { CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';

/** The status of an answer; null: there was none. */
export function StatusOf({ status, words }: { status: number | null; words?: boolean }) {
  const t = useT();
  if (status === null) {
    return (
      <Badge tone="muted" icon={<CircleSlash />} title={t('mocks.noAnswer')}>
        {words && t('mocks.noAnswer')}
      </Badge>
    );
  }
  return (
    <Badge
      tone={status === 0 ? 'ok' : 'error'}
      icon={status === 0 ? <CircleCheck /> : <TriangleAlert />}
      title={t('mocks.status', { status })}
    >
      {words ? t('mocks.status', { status }) : status}
    </Badge>
  );
}
