import { TriangleAlert } from 'lucide-react';
import { count, exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useSourceStats } from '../../../state/source.ts';
import { useView } from '../../../state/traffic.ts';
import { Badge } from '../../../ui/badge.tsx';

/** How many of the packets pass; nothing while all do. */
export function FilterCount() {
  const t = useT();
  const { filter, from, to, first, end, gaveUp } = useView();
  const stats = useSourceStats();
  const total = stats.end - stats.first;
  if (filter === '' && from === null && to === null) return null;
  const shown = end - first;
  return (
    <span
      className="filter-count"
      title={t('traffic.matchingExact', { count: total, shown: exact(shown), total: exact(total) })}
    >
      {t('traffic.matching', { count: total, shown: count(shown), total: count(total) })}
      {gaveUp > 0 && (
        <Badge tone="warning" icon={<TriangleAlert />} title={t('traffic.gaveUp.why')}>
          {t('traffic.gaveUp', { packets: count(gaveUp) })}
        </Badge>
      )}
    </span>
  );
}

/** How far a filter is that has still packets to look at. */
export function ScanProgress() {
  const t = useT();
  const { scanned, total, stopped } = useView();
  // Live traffic is always a little ahead of the filter; that is no work that one waits for.
  if (stopped || total - scanned < 2_000 || scanned >= total * 0.98) return null;
  const part = Math.floor((scanned / total) * 100);
  return (
    <div
      className="scan-progress"
      role="progressbar"
      aria-label={t('traffic.scanning')}
      aria-valuenow={part}
      style={{ inlineSize: `${part}%` }}
    />
  );
}
