import { Pause, Play, Rss } from 'lucide-react';
import { useState } from 'react';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { count, exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { topicsOf } from '../../state/topics.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice } from '../pane-context.ts';
import { Chips } from './chips.tsx';
import { SubscribeForm } from './subscribe-form.tsx';
import { TopicTable } from './topic-table.tsx';
import { type Topics as TopicMap, useTopicRows } from './use-topic-rows.ts';

export function SubscriptionsPane() {
  const t = useT();
  const device = usePaneDevice();
  return (
    <Pane id="subscriptions">
      <SubscribeForm device={device} />
      {device && <DeviceBanner device={device} />}
      {device ? (
        <Topics key={device.id} device={device} />
      ) : (
        <EmptyState text={t('subscriptions.noDevice')}>
          <DemoButton />
        </EmptyState>
      )}
    </Pane>
  );
}

function Topics({ device }: { device: Device }) {
  const t = useT();
  const [filter, setFilter] = useState('');
  const [held, setHeld] = useState<TopicMap | null>(null);
  const paused = held !== null;
  const [error, setError] = useState<BenchError | null>(null);
  const { rows, total, waiting } = useTopicRows(device.id, device.subscriptions, filter, held);
  const run = async (command: Promise<{ ok: true } | { ok: false; error: BenchError }>) => {
    const result = await command;
    setError(result.ok ? null : result.error);
  };
  const nothing = rows.length === 0 && filter === '';
  return (
    <>
      <Chips device={device} onUnsubscribe={(urls) => void run(unsubscribeAll(device.id, urls))} />
      {error && (
        <ErrorNotice error={error}>
          <Button onClick={() => setError(null)}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
      {nothing && device.subscriptions.length === 0 && (
        <EmptyState text={t('subscriptions.empty')}>
          <Button icon={<Rss />} onClick={() => void run(bench().subscribe({ id: device.id, urls: ['/'] }))}>
            {t('subscriptions.subscribeAll')}
          </Button>
        </EmptyState>
      )}
      {nothing && device.subscriptions.length > 0 && <EmptyState text={t('subscriptions.waiting')} />}
      {!nothing && (
        <>
          <div className="bar">
            <IconButton
              icon={paused ? <Play /> : <Pause />}
              label={t(paused ? 'subscriptions.resume' : 'subscriptions.pause')}
              aria-pressed={paused}
              onClick={() => setHeld(paused ? null : new Map(topicsOf(device.id)))}
            />
            <input
              className="input filter"
              data-filter
              aria-label={t('subscriptions.filter')}
              placeholder={t('subscriptions.filter')}
              spellCheck={false}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
            />
            <span className="muted">
              {filter === ''
                ? t('subscriptions.total', { count: total, shown: exact(total) })
                : t('subscriptions.filtered', { shown: exact(rows.length), total: exact(total) })}
            </span>
            {waiting > 0 && (
              <Badge tone="warning">
                {t('subscriptions.pausedWaiting', { count: waiting, shown: count(waiting) })}
              </Badge>
            )}
            <span className="grow" />
            {device.topicsDropped > 0 && (
              <Badge tone="warning">
                {t('subscriptions.dropped', { count: device.topicsDropped, shown: exact(device.topicsDropped) })}
              </Badge>
            )}
          </div>
          {rows.length === 0 ? (
            <EmptyState text={t('subscriptions.noMatch')}>
              <Button onClick={() => setFilter('')}>{t('subscriptions.clearFilter')}</Button>
            </EmptyState>
          ) : (
            <TopicTable deviceId={device.id} lost={device.state.name !== 'connected'} rows={rows} />
          )}
        </>
      )}
    </>
  );
}

const MOST_URLS = 1_000;

/** One command takes a thousand urls at most. */
async function unsubscribeAll(id: string, urls: string[]) {
  for (let from = 0; from < urls.length; from += MOST_URLS) {
    const result = await bench().unsubscribe({ id, urls: urls.slice(from, from + MOST_URLS) });
    if (!result.ok) return result;
  }
  return { ok: true } as const;
}
