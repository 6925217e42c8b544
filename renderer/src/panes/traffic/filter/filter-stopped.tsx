import { OctagonPause } from 'lucide-react';
import { count, exact } from '../../../format/quantity.ts';
import { focusFilter } from '../../../frame/focus.ts';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { clearFilter } from '../../../traffic/filter.ts';
import { Button } from '../../../ui/button.tsx';

/** That the filter looks at no packet any more, why, and what can be done. */
export function FilterStopped() {
  const t = useT();
  const { stopped, gaveUp, scanned, total } = useView();
  if (!stopped) return null;
  const left = total - scanned;
  return (
    <div className="strip filter-stopped" data-tone-row="warning">
      <OctagonPause data-tone="warning" aria-hidden />
      <span className="grow">
        <span role="alert">{`${t('filter.stopped', { gaveUp: exact(gaveUp) })} ${t('filter.stopped.try')}`}</span>{' '}
        <span className="muted" title={exact(left)}>
          {t('filter.stopped.left', { count: left, left: count(left) })}
        </span>
      </span>
      <Button kind="quiet" onClick={focusFilter}>
        {t('filter.stopped.edit')}
      </Button>
      <Button kind="quiet" onClick={clear}>
        {t('traffic.clearFilter')}
      </Button>
    </div>
  );
}

function clear(): void {
  void clearFilter();
  focusFilter();
}
