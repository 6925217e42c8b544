import { CircleSlash, Eraser, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PositionQueryRow, PositionRow, PositionsStatus } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { exact } from '../../format/quantity.ts';
import { clock, timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Grid } from '../mocks/grid.tsx';

interface QueryListProps {
  status: PositionsStatus;
  /** For a name that was not found. */
  onAdd: (row: PositionRow) => void;
}

/** What the position server is asked, newest first. */
export function QueryList({ status, onAdd }: QueryListProps) {
  const t = useT();
  const { queries, notFound, malformed, dropped, running } = status;
  const [rows, setRows] = useState<PositionQueryRow[]>([]);
  useEffect(() => {
    let ended = false;
    void bench()
      .positionQueries(undefined)
      .then((result) => !ended && result.ok && setRows(result.value));
    return () => {
      ended = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another status is told where questions came
  }, [status]);
  return (
    <section className="positions-queries" aria-label={t('positions.queries')}>
      <div className="bar">
        <h2>{t('positions.queries')}</h2>
        <span className="muted cut" title={`${exact(queries)} / ${exact(notFound)} / ${exact(malformed)}`}>
          {t('positions.counts', { queries: exact(queries), notFound: exact(notFound), malformed: exact(malformed) })}
        </span>
        {dropped > 0 && (
          <Badge tone="warning" icon={<TriangleAlert />}>
            {t('positions.dropped', { count: dropped })}
          </Badge>
        )}
        <span className="grow" />
        {rows.length < queries + malformed && rows.length > 0 && (
          <span className="muted cut">
            {t('positions.newestOf', { shown: exact(rows.length), all: exact(queries + malformed) })}
          </span>
        )}
        <IconButton
          icon={<Eraser />}
          label={t('positions.clear')}
          disabled={rows.length === 0}
          onClick={() => void bench().clearPositionQueries(undefined)}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState text={t(running === null ? 'positions.startFirst' : 'positions.noQueries')} />
      ) : (
        <Grid
          label={t('positions.queries')}
          rows={rows}
          keyOf={({ number }) => String(number)}
          textOf={({ name }) => name ?? ''}
          columns={[
            {
              id: 'time',
              title: t('positions.time'),
              width: '92px',
              mono: true,
              renderCell: ({ time }) => <span title={timestamp(time)}>{clock(time).slice(0, 12)}</span>,
            },
            {
              id: 'from',
              title: t('positions.from'),
              width: 'minmax(120px, 1fr)',
              mono: true,
              cut: true,
              renderCell: ({ from }) => from,
            },
            {
              id: 'name',
              title: t('positions.asked'),
              width: 'minmax(64px, 1fr)',
              cut: true,
              renderCell: ({ name, family }) =>
                name === null ? (
                  <Badge tone="warning" icon={<TriangleAlert />}>
                    {t('positions.malformed')}
                  </Badge>
                ) : (
                  <span title={name}>
                    {name} {family !== null && <span className="muted">IPv{family}</span>}
                  </span>
                ),
            },
            {
              id: 'answer',
              title: t('positions.answer'),
              width: 'minmax(120px, 1fr)',
              mono: true,
              cut: true,
              renderCell: ({ name, answer, security }) =>
                name !== null &&
                (answer === null ? (
                  <Badge tone="error" icon={<CircleSlash />}>
                    {t('positions.notFound')}
                  </Badge>
                ) : (
                  `${answer}${security ? ' TLS' : ''}`
                )),
            },
          ]}
          menuOf={({ name, from, answer }) => [
            {
              id: 'copy',
              actions: [
                {
                  id: 'add',
                  label: t('positions.addThis'),
                  disabled: name === null || answer !== null,
                  run: () => onAdd({ name: name ?? '', host: '127.0.0.1', port: 3_001, security: false }),
                },
                {
                  id: 'copy',
                  label: t('positions.copyRow'),
                  run: () => void copyText([from, name ?? '', answer ?? ''].join('\t')),
                },
              ],
            },
          ]}
        />
      )}
    </section>
  );
}
