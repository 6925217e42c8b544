import { useEffect, useRef } from 'react';
import type { Topic } from '../../../../testbench/contract.ts';
import type { Translate } from '../../i18n.ts';
import { useRegulated } from './use-regulated.ts';

const CALM_MS = 1_000;

interface TopicValueProps {
  topic: Topic;
  /** At most one change in so many ms; null: as they come. */
  periodMs: number | null;
  t: Translate;
}

/** The newest value. A change flashes softly, and once; a topic that changes all the time does not flicker. */
export function TopicValue({ topic: newest, periodMs, t }: TopicValueProps) {
  const span = useRef<HTMLSpanElement>(null);
  const topic = useRegulated(newest, periodMs);
  const { preview, time } = topic;
  const before = useRef({ preview, time });
  useEffect(() => {
    const last = before.current;
    if (last.preview === preview) return;
    before.current = { preview, time };
    if (time - last.time >= CALM_MS && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      span.current?.animate?.([{ backgroundColor: 'var(--flash)' }, {}], { duration: 120, easing: 'ease-out' });
    }
  }, [preview, time]);
  return (
    <span ref={span} className="topic-value" title={preview}>
      {preview || (
        <span className="muted">
          {topic.dataLength > 0 ? t('subscriptions.onlyData') : t('subscriptions.noPayload')}
        </span>
      )}
    </span>
  );
}
