import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../../copy.ts';
import { age, count } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Num } from '../../ui/num.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { Failure } from './failure.tsx';
import { Grid } from './grid.tsx';

/** Datagrams that the ECU answers, and how many have come. */
export function DatagramsTab({ view: { ecu } }: { view: EcuView }) {
  const t = useT();
  const now = useNow(1_000);
  const [chosen, setChosen] = useState<number | null>(null);
  const rows = ecu.datagrams.map((datagram, at) => ({ ...datagram, at }));
  const error = chosen === null ? null : (rows[chosen]?.error ?? null);
  if (rows.length === 0) return <EmptyState text={t('mocks.noDatagrams')} />;
  return (
    <div className="mocks-one">
      <Grid
        label={t('mocks.tab.datagrams')}
        rows={rows}
        keyOf={({ at }) => String(at)}
        textOf={({ url }) => url}
        selected={chosen ?? -1}
        onSelect={({ at }) => setChosen(at)}
        leftOut={ecu.leftOut.datagrams}
        columns={[
          { id: 'url', title: 'URL', width: 'minmax(120px, 3fr)', mono: true, cut: true, renderCell: ({ url }) => url },
          {
            id: 'count',
            title: t('received'),
            width: '88px',
            number: true,
            renderCell: ({ received }) => <Num value={received} as={count} />,
          },
          {
            id: 'last',
            title: t('mocks.last'),
            width: 'minmax(96px, 1fr)',
            cut: true,
            renderCell: ({ lastTime, error: failed }) => (
              <>
                {failed !== null && (
                  <Badge tone="error" icon={<TriangleAlert />} title={failed}>
                    <span className="only-read-aloud">{failed}</span>
                  </Badge>
                )}
                {lastTime !== null && (
                  <span className="muted" title={timestamp(lastTime)}>
                    {t('mocks.ago', { age: age(now - lastTime) })}
                  </span>
                )}
              </>
            ),
          },
        ]}
        menuOf={({ url }) => [
          { id: 'copy', actions: [{ id: 'url', label: t('mocks.copyOneUrl'), run: () => void copyText(url) }] },
        ]}
      />
      {error !== null && <Failure message={error} />}
    </div>
  );
}
