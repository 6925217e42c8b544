import { useMemo, useRef } from 'react';
import type { Device, Topic } from '../../../../testbench/contract.ts';
import { topicsOf, useTopics } from '../../state/topics.ts';

export interface TopicRow {
  url: string;
  /** Undefined for a subscription on which nothing has come yet. */
  topic: Topic | undefined;
}

/**
 * The topics of a device by url, and the subscriptions that wait for their first message. While paused, the rows stand
 * as they were, and `waiting` counts the messages that came since.
 */
export function useTopicRows(device: Device | undefined, filter: string, paused: boolean) {
  const version = useTopics((state) => state.version);
  const held = useRef<{ topics: Map<string, Topic>; deviceId: string } | null>(null);
  const live = topicsOf(device?.id ?? null);
  if (!paused || held.current?.deviceId !== device?.id) held.current = null;
  if (paused && device && !held.current) held.current = { topics: new Map(live), deviceId: device.id };
  const topics = held.current?.topics ?? live;

  const urls = useSortedUrls(topics, device?.subscriptions, filter);
  const rows = useMemo(
    () => urls.map((url): TopicRow => ({ url, topic: topics.get(url) })),
    // oxlint-disable-next-line react/exhaustive-deps -- the map is changed in place; its version says when
    [urls, topics, version],
  );
  return { rows, total: topics.size, waiting: held.current ? countOf(live) - countOf(topics) : 0 };
}

/** Sorted anew only when a url comes or goes, not for each message. */
function useSortedUrls(topics: ReadonlyMap<string, Topic>, subscriptions: string[] | undefined, filter: string) {
  const { size } = topics;
  return useMemo(() => {
    const urls = new Set(topics.keys());
    for (const url of subscriptions ?? []) if (!url.endsWith('/')) urls.add(url);
    const wanted = filter.trim().toLowerCase();
    return [...urls].filter((url) => url.toLowerCase().includes(wanted)).toSorted();
    // oxlint-disable-next-line react/exhaustive-deps -- the map is changed in place; topics are only ever added
  }, [topics, size, subscriptions, filter]);
}

function countOf(topics: ReadonlyMap<string, Topic>): number {
  let count = 0;
  for (const topic of topics.values()) count += topic.count;
  return count;
}
