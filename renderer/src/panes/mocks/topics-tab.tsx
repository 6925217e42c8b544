import { Send, TriangleAlert, Zap } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { MockTopic } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { age, count, rate } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { toast } from '../../state/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Num } from '../../ui/num.tsx';
import { tellFailure } from './act.ts';
import type { EcuView } from './ecu-tabs.tsx';
import { Failure } from './failure.tsx';
import { Grid } from './grid.tsx';
import { PublishForm } from './publish-form.tsx';
import { useRates } from './use-rates.ts';

type Row = MockTopic & { at: number; rate: number };

/** What the ECU publishes, to how many, how often; and what is published by hand. */
export function TopicsTab({ view }: { view: EcuView }) {
  const t = useT();
  const now = useNow(1_000);
  const { topics, leftOut } = view.ecu;
  const [chosen, setChosen] = useState<number | null>(topics.length > 0 ? 0 : null);
  const counts = useMemo(() => topics.map(({ published }) => published), [topics]);
  const rates = useRates(counts);
  const rows: Row[] = topics.map((topic, at) => Object.assign({ at, rate: rates[at] ?? 0 }, topic));
  const shown = chosen === null ? undefined : rows[chosen];
  return (
    <div className="mocks-two">
      {rows.length === 0 ? (
        <p className="mocks-note muted">{t('mocks.noTopics')}</p>
      ) : (
        <Grid
          label={t('mocks.tab.topics')}
          rows={rows}
          keyOf={({ at }) => String(at)}
          textOf={({ url }) => url}
          selected={chosen ?? -1}
          onSelect={({ at }) => setChosen(at)}
          onOpen={(row) => void publishNow(view, row.url)}
          leftOut={leftOut.topics}
          columns={[
            {
              id: 'url',
              title: 'URL',
              width: 'minmax(150px, 3fr)',
              mono: true,
              cut: true,
              renderCell: ({ url, quick }) => (
                <span title={url}>
                  {quick && (
                    <span role="img" aria-label={t('quick')} title={t('quick')}>
                      <Badge tone="datagram" icon={<Zap />} />
                    </span>
                  )}
                  {url}
                </span>
              ),
            },
            {
              id: 'every',
              title: t('mocks.period'),
              width: '64px',
              number: true,
              renderCell: ({ every }) =>
                every === null ? <span className="muted">{t('mocks.triggered')}</span> : `${every} ms`,
            },
            {
              id: 'subscribers',
              title: t('mocks.subscribers'),
              width: '76px',
              number: true,
              renderCell: ({ subscribers }) => <Num value={subscribers} as={count} />,
            },
            {
              id: 'published',
              title: t('mocks.published'),
              width: '64px',
              number: true,
              renderCell: ({ published }) => <Num value={published} as={count} />,
            },
            {
              id: 'rate',
              title: t('mocks.rate'),
              width: '56px',
              number: true,
              renderCell: (row) => <Num value={row.rate} as={rate} unit="/s" className="muted" />,
            },
            {
              id: 'last',
              title: t('mocks.last'),
              width: 'minmax(64px, 1fr)',
              cut: true,
              renderCell: ({ lastTime, error }) => (
                <>
                  {error !== null && (
                    <Badge tone="error" icon={<TriangleAlert />} title={error}>
                      <span className="only-read-aloud">{error}</span>
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
            {
              id: 'act',
              actions: [
                { id: 'publish', label: t('mocks.publishNow'), keys: 'Enter', run: () => void publishNow(view, url) },
                { id: 'url', label: t('mocks.copyOneUrl'), run: () => void copyText(url) },
              ],
            },
          ]}
        />
      )}
      <section className="mocks-below" aria-label={t('mocks.publishByHand')}>
        {shown && shown.error !== null && <Failure message={shown.error} />}
        <PublishForm
          key={shown?.at ?? -1}
          url={shown?.url ?? ''}
          quick={shown?.quick ?? false}
          label={t('mocks.publishByHand')}
          action={t('mocks.publishThis')}
          icon={<Send />}
          now={shown ? { label: t('mocks.publishNow'), run: () => void publishNow(view, shown.url) } : null}
          send={async (draft) => {
            const sent = await bench().publishByMock({ id: view.id, ecu: view.name, ...draft });
            if (sent.ok) toast({ key: 'mocks.publishedTo', values: { url: draft.url, count: sent.value } });
            view.refresh();
            return sent.ok ? null : sent.error;
          }}
        />
      </section>
    </div>
  );
}

async function publishNow({ id, name, refresh }: EcuView, url: string): Promise<void> {
  const sent = await bench().publishByMock({ id, ecu: name, url, payload: null, quick: false });
  if (sent.ok) toast({ key: 'mocks.publishedTo', values: { url, count: sent.value } });
  else tellFailure(sent.error, url);
  refresh();
}
