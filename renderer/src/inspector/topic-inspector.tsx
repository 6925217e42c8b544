import { useEffect, useRef, useState } from 'react';
import type { BenchError, TopicValue } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { exact, rate } from '../format/quantity.ts';
import { timestamp } from '../format/time.ts';
import { useT } from '../i18n.ts';
import { PayloadTabs } from '../payload/payload-tabs.tsx';
import { topicsOf, useTopics } from '../state/topics.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Num } from '../ui/num.tsx';

interface TopicProps {
  deviceId: string;
  url: string;
}

/** The whole of the newest message on one topic. */
export function TopicInspector({ deviceId, url }: TopicProps) {
  const t = useT();
  useTopics((state) => state.version);
  const topic = topicsOf(deviceId).get(url);
  const { value, error } = useNewest(deviceId, url, topic?.count ?? 0);
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
            <Num value={topic.rate} as={rate} unit="/s" /> · {t(topic.quick ? 'quick' : 'normal')} ·{' '}
            {timestamp(value?.time ?? topic.time)}
          </div>
        )}
      </div>
      {error && <ErrorNotice error={error} />}
      {value ? (
        <PayloadTabs label={t('topic.value')} payload={value} />
      ) : (
        <EmptyState text={t('subscriptions.noMessageYet')} />
      )}
    </>
  );
}

/** Fetched again when the count grew, one fetch at a time, however fast the topic speaks. */
function useNewest(deviceId: string, url: string, count: number) {
  const [shown, setShown] = useState<{ value?: TopicValue | null; error?: BenchError; count: number }>({ count: -1 });
  const fetching = useRef(false);
  useEffect(() => {
    if (fetching.current || shown.count === count) return;
    fetching.current = true;
    const fetchValue = async () => {
      const result = await bench().topicValue({ id: deviceId, url });
      fetching.current = false;
      setShown(result.ok ? { value: result.value, count } : { error: result.error, count });
    };
    void fetchValue();
  }, [deviceId, url, count, shown]);
  return shown;
}
