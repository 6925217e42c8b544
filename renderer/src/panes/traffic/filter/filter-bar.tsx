import { Filter, TriangleAlert, X } from 'lucide-react';
import { shortClock, timestamp } from '../../../format/time.ts';
import { focusFilter } from '../../../frame/focus.ts';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { clearFilter, useFilter } from '../../../traffic/filter.ts';
import { showTraffic } from '../../../traffic/show.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FilterCount, ScanProgress } from './filter-count.tsx';
import { FilterHelpButton } from './filter-help.tsx';
import { FilterHistory } from './filter-history.tsx';
import { FilterInput } from './filter-input.tsx';
import { PROBLEMS, toggleProblems } from './problems.ts';

/** What narrows the list: a filter, and a span of time. */
export function FilterBar({ onLeave }: { onLeave: () => void }) {
  const t = useT();
  const filter = useView((view) => view.filter);
  const typed = useFilter((state) => state.typed);
  return (
    <div role="search" className="bar filter-bar" aria-label={t('traffic.filter')}>
      <Filter className="filter-sign" data-active={filter !== '' || undefined} aria-hidden />
      <FilterInput onLeave={onLeave} />
      {(typed ?? filter) !== '' && (
        <IconButton
          icon={<X />}
          label={t('traffic.clearFilter')}
          onClick={() => {
            // It goes with the text; where that was, it can be brought back.
            void clearFilter();
            focusFilter();
          }}
        />
      )}
      <FilterHistory />
      <IconButton
        icon={<TriangleAlert />}
        label={t('traffic.problems')}
        aria-pressed={filter === PROBLEMS}
        onClick={toggleProblems}
      />
      <FilterHelpButton />
      <SpanChip />
      <FilterCount />
      <ScanProgress />
    </div>
  );
}

/** The span of time that the list is narrowed to. */
function SpanChip() {
  const t = useT();
  const from = useView((view) => view.from);
  const to = useView((view) => view.to);
  if (from === null && to === null) return null;
  const length = from !== null && to !== null ? to - from : Number.POSITIVE_INFINITY;
  const at = (time: number | null) => (time === null ? '…' : shortClock(time, length));
  const exactly = [from, to].map((time) => (time === null ? '…' : timestamp(time))).join(' – ');
  return (
    <span className="chip" title={exactly}>
      <span className="mono">{`${at(from)} – ${at(to)}`}</span>
      <IconButton
        icon={<X />}
        label={t('traffic.wholeTime')}
        onClick={() => void showTraffic({ from: null, to: null })}
      />
    </span>
  );
}
