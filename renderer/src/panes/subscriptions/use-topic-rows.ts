import { useMemo } from 'react';
import type { Topic } from '../../../../testbench/contract.ts';
import { topicsOf, useTopics } from '../../state/topics.ts';

export interface TopicRow {
  url: string;
  /** Undefined for a subscription on which nothing has come yet. */
  topic: Topic | undefined;
}

export type Topics = ReadonlyMap<string, Topic>;

/**
 * The topics of a device by url, and the subscriptions that wait for their first message. Where the topics are `held`,
 * the rows stand as they were, and `waiting` counts the messages that came since.
 */
export function useTopicRows(deviceId: string, subscriptions: string[], filter: string, held: Topics | null) {
  const version = useTopics((state) => state.version);
  const live = topicsOf(deviceId);
  const topics = held ?? live;
  const urls = useSortedUrls(topics, subscriptions, filter);
  const rows = useMemo(
    () => urls.map((url): TopicRow => ({ url, topic: topics.get(url) })),
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- the map is changed in place; its version says when
    [urls, topics, version],
  );
  return { rows, total: topics.size, waiting: held ? countOf(live) - countOf(held) : 0 };
}

/** Sorted anew only when a url comes or goes, not for each message. */
function useSortedUrls(topics: Topics, subscriptions: string[], filter: string): string[] {
  const { size } = topics;
  return useMemo(() => {
    const urls = new Set(topics.keys());
    for (const url of subscriptions) if (!url.endsWith('/')) urls.add(url);
    const wanted = filter.trim().toLowerCase();
    return [...urls].filter((url) => url.toLowerCase().includes(wanted)).toSorted(byUrl);
    // oxlint-disable-next-line react/exhaustive-deps -- the map is changed in place; topics are only ever added
  }, [topics, size, subscriptions, filter]);
}

/** Wheel 2 before wheel 10. */
const byUrl = new Intl.Collator('en', { numeric: true }).compare;

function countOf(topics: Topics): number {
  let count = 0;
  for (const topic of topics.values()) count += topic.count;
  return count;
}
