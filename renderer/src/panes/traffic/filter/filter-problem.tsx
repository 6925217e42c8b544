import { CircleAlert } from 'lucide-react';
import type { FilterHelp } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';

type FilterError = NonNullable<FilterHelp['error']>;

interface FilterProblemProps {
  id: string;
  error: FilterError;
  text: string;
  /** The filter that the list still shows. */
  inForce: string;
  /** Completions are offered where this would stand. */
  over: boolean;
}

/** What is wrong with the filter, over what lies below the bar, so that nothing moves while one types. */
export function FilterProblem({ id, error, text, inForce, over }: FilterProblemProps) {
  const t = useT();
  const found = text.slice(error.from, error.to) || error.found;
  return (
    <span id={id} className="filter-problem" role="status" data-over={over || undefined}>
      <CircleAlert aria-hidden />
      <span className="filter-problem-text">
        {t(`filter.error.${error.code}`, { found })}{' '}
        <span className="muted">
          {inForce === '' ? t('filter.stillAll') : t('filter.stillShows', { filter: inForce })}
        </span>
      </span>
    </span>
  );
}

interface UnderlinedProps {
  text: string;
  error: FilterError;
  /** How far the input has scrolled, px. */
  scrolled: number;
}

/** The text of the input once more, unseen but for a line under what is wrong. */
export function Underlined({ text, error, scrolled }: UnderlinedProps) {
  const { from, to } = error;
  // At the end of the text there is nothing to underline but what is missing.
  const wrong = text.slice(from, to) || '\u00a0';
  return (
    <span className="filter-underline mono" aria-hidden>
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {text.slice(0, from)}
        <u>{wrong}</u>
      </span>
    </span>
  );
}
