import { useMemo } from 'react';
import { bench } from '../bench.ts';
import { copyText } from '../copy.ts';
import { hex } from '../format/hex.ts';
import { exact, rate } from '../format/quantity.ts';
import { clock, timestamp } from '../format/time.ts';
import { useT } from '../i18n.ts';
import { useRegulated } from '../panes/subscriptions/use-regulated.ts';
import { PayloadTabs } from '../payload/payload-tabs.tsx';
import { announce } from '../state/announce.ts';
import { useTopicSettings } from '../state/topic-settings.ts';
import { topicsOf, useTopics } from '../state/topics.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Num } from '../ui/num.tsx';
import { TopicChangesView } from './topic-changes.tsx';
import { TopicHistory } from './topic-history.tsx';
import { TopicToolbar } from './topic-toolbar.tsx';
import { useTopicView } from './topic-view.ts';
import { useTopicHistory } from './use-topic-history.ts';
import { useTopicValue } from './use-topic-value.ts';

interface TopicProps {
  deviceId: string;
  url: string;
}

/** One topic: its last values, and of one of them, by default the newest, all there is. */
export function TopicInspector({ deviceId, url }: TopicProps) {
  const t = useT();
  useTopics((state) => state.version);
  const topic = topicsOf(deviceId).get(url);
  const period = useTopicSettings((settings) => settings.displayPeriod);
  const newestEnd = topic?.count ?? 0;
  const shownEnd = useRegulated(newestEnd, period);
  const view = useTopicView();
  const place = useMemo(() => ({ deviceId, url }), [deviceId, url]);
  const follows = view.held === null;
  const history = useTopicHistory(deviceId, url, shownEnd, follows);
  const end = view.held?.end ?? history.end;
  // Paused, it is the newest of then.
  const number = view.chosen ?? (follows ? null : end - 1);
  const { value, error } = useTopicValue(deviceId, url, number, shownEnd);
  return (
    <>
      <div className="inspector-header selectable">
        <div className="inspector-title">
          <strong className="mono cut" title={url}>
            {url}
          </strong>
        </div>
        {topic && (
          <div className="muted">
            {t('topic.count', { count: topic.count, shown: exact(topic.count) })} ·{' '}
            <Num value={topic.rate} as={rate} unit="/s" /> · {t((value ?? topic).quick ? 'quick' : 'normal')} ·{' '}
            <span title={timestamp((value ?? topic).time)}>{clock((value ?? topic).time)}</span>
          </div>
        )}
      </div>
      {!topic && <EmptyState text={t('subscriptions.noMessageYet')} />}
      {topic && (
        <>
          <TopicToolbar
            {...place}
            first={history.first}
            end={history.end}
            newestEnd={newestEnd}
            view={view}
            onForget={() => void history.refresh()}
          />
          <TopicHistory history={history} view={view} onCopy={(each) => void copyValueOf(deviceId, url, each)} />
          {error && <ErrorNotice error={error} />}
          {value && (
            <PayloadTabs
              label={t('topic.value')}
              payload={value}
              topic={place}
              after={{
                id: 'changes',
                label: t('topic.changes'),
                content: (
                  <TopicChangesView
                    {...place}
                    after={number ?? history.end - 1}
                    base={view.base}
                    first={history.first}
                    follows={follows}
                    onCompareWithPrevious={() => view.compareWith(null)}
                  />
                ),
              }}
            />
          )}
        </>
      )}
    </>
  );
}

async function copyValueOf(id: string, url: string, number: number): Promise<void> {
  const result = await bench().topicHistoryValue({ id, url, number });
  if (!result.ok) {
    announce(`error.${result.error.code}.title`);
    return;
  }
  const { text, param, data } = result.value;
  await copyText(param.length > 0 ? (text ?? hex(param)) : hex(data));
}
