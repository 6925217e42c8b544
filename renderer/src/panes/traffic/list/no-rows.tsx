import { FilterX, Plug } from 'lucide-react';
import { focusFilter } from '../../../frame/focus.ts';
import { useT } from '../../../i18n.ts';
import { useSourceStats } from '../../../state/source.ts';
import { useView } from '../../../state/traffic.ts';
import { clearFilter } from '../../../traffic/filter.ts';
import { showTraffic } from '../../../traffic/show.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** Why there is no row, and what to do about it. */
export function NoRows({ onConnect }: { onConnect: () => void }) {
  const t = useT();
  const { source, filter, from, to, first, end, scanned, total, stopped } = useView();
  const stats = useSourceStats();
  // Rows that are on their way, or not yet looked at, are no reason for words.
  if (end > first || (scanned < total && !stopped)) return null;
  if (stats.end === stats.first) {
    return source === 'live' ? (
      <EmptyState text={t('traffic.empty')}>
        <Button icon={<Plug />} onClick={onConnect}>
          {t('traffic.connect')}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState text={t('capture.empty')} />
    );
  }
  if (filter === '' && from === null && to === null) return null;
  return (
    <EmptyState text={t('traffic.noMatch')}>
      <Button icon={<FilterX />} onClick={() => void showAll()}>
        {t('traffic.showAll')}
      </Button>
    </EmptyState>
  );
}

async function showAll(): Promise<void> {
  // The button goes; in the bar, what was written can be brought back.
  focusFilter();
  await clearFilter();
  await showTraffic({ from: null, to: null });
}
