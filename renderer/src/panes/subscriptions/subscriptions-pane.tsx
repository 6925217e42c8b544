import { RefreshCw, Rss } from 'lucide-react';
import { useState } from 'react';
import type { BenchError, Device, RefusedSubscription } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { topicsOf } from '../../state/topics.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice } from '../pane-context.ts';
import { subscribe, tellSubscribed, unsubscribe, unsubscribeAll } from './act.ts';
import { Chips } from './chips.tsx';
import { Failed } from './failed.tsx';
import { SubscribeForm } from './subscribe-form.tsx';
import { TopicToolbar } from './toolbar.tsx';
import { TopicTable } from './topic-table.tsx';
import { useTopicCommands } from './use-topic-commands.ts';
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

const NONE: RefusedSubscription[] = [];

function Topics({ device }: { device: Device }) {
  const t = useT();
  const { id, state, subscriptions, refusedSubscriptions: refused = NONE } = device;
  const [filter, setFilter] = useState('');
  const [held, setHeld] = useState<TopicMap | null>(null);
  const [error, setError] = useState<BenchError | null>(null);
  const list = useTopicRows(device, filter, held);
  const pause = (wanted: boolean) => setHeld(wanted ? new Map(topicsOf(id)) : null);
  useTopicCommands(device, list, { paused: held !== null, onPause: pause });
  const nothing = list.rows.length === 0 && filter === '';
  const refusedUrls = refused.map(({ url }) => url);
  return (
    <>
      <Chips
        device={device}
        onUnsubscribe={(url) => void unsubscribe(id, [url]).then(setError)}
        onUnsubscribeAll={() => void unsubscribeAll(device).then(setError)}
      />
      {error && (
        <ErrorNotice error={error}>
          <Button onClick={() => setError(null)}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
      <Failed title={t('subscriptions.notRenewed', { count: refused.length })} failed={refused}>
        <Button icon={<RefreshCw />} onClick={() => void subscribe(id, refusedUrls).then(tellSubscribed)}>
          {t('subscriptions.askAgain')}
        </Button>
        <Button onClick={() => void unsubscribe(id, refusedUrls).then(setError)}>{t('subscriptions.forget')}</Button>
      </Failed>
      {nothing && subscriptions.length === 0 && (
        <EmptyState text={t('subscriptions.empty')}>
          <Button icon={<Rss />} onClick={() => void subscribe(id, ['/']).then(tellSubscribed)}>
            {t('subscriptions.subscribeAll')}
          </Button>
        </EmptyState>
      )}
      {nothing && subscriptions.length > 0 && (
        <EmptyState text={t(state.name === 'connected' ? 'subscriptions.waiting' : 'subscriptions.notConnected')} />
      )}
      {!nothing && (
        <>
          <TopicToolbar
            device={device}
            list={list}
            filter={filter}
            paused={held !== null}
            onFilter={setFilter}
            onPause={pause}
          />
          {list.rows.length === 0 ? (
            <EmptyState text={t('subscriptions.noMatch')}>
              <Button onClick={() => setFilter('')}>{t('subscriptions.clearFilter')}</Button>
            </EmptyState>
          ) : (
            <TopicTable device={device} list={list} filter={filter} />
          )}
        </>
      )}
    </>
  );
}
