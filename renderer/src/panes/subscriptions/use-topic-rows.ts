import { useMemo, useState } from 'react';
import type { Device, Topic } from '../../../../testbench/contract.ts';
import { foldedName, useTopicSettings } from '../../state/topic-settings.ts';
import { topicsOf, useTopics } from '../../state/topics.ts';
import { type Sum, sumsOf } from './sums.ts';
import { byUrl, listOf, rowsOf, type TopicNode, type TreeRow, treeOf } from './tree.ts';

export type Topics = ReadonlyMap<string, Topic>;

export interface TopicRows {
  rows: TreeRow[];
  /** All of them, folded ones too. */
  nodes: TopicNode[];
  topics: Topics;
  /** Of branches, by path. */
  sums: ReadonlyMap<string, Sum>;
  /** Topics in all, and those that match the filter. */
  total: number;
  matches: number;
  /** Messages that came since the rows were held. */
  waiting: number;
  fold: (paths: readonly string[], folded: boolean) => void;
}

/**
 * The topics of a device by url, and the subscriptions that wait for their first message. Where the topics are `held`, the
 * rows stand as they were. While one searches all branches are open, and what is folded meanwhile is so until then.
 */
export function useTopicRows(
  { id, subscriptions }: Pick<Device, 'id' | 'subscriptions'>,
  filter: string,
  held: Topics | null,
): TopicRows {
  const version = useTopics((state) => state.version);
  const layout = useTopicSettings((settings) => settings.layout);
  const folded = useTopicSettings((settings) => settings.folded);
  const wanted = filter.trim().toLowerCase();
  const search = useSearchFolds(wanted);
  const live = topicsOf(id);
  const topics = held ?? live;
  const urls = useSortedUrls(topics, subscriptions, wanted);
  const nodes = useMemo(() => (layout === 'tree' ? treeOf(urls) : listOf(urls)), [urls, layout]);
  const rows = useMemo(() => {
    const closed = wanted === '' ? new Set(folded) : search.folded;
    const nameOf = (path: string) => (wanted === '' ? foldedName(id, path) : path);
    return rowsOf(nodes, (path) => !closed.has(nameOf(path)));
  }, [nodes, folded, search.folded, wanted, id]);
  const sums = useMemo(
    () => (layout === 'tree' ? sumsOf(nodes, topics) : NO_SUMS),
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- the map is changed in place; its version says when
    [nodes, topics, version, layout],
  );
  return {
    rows,
    nodes,
    topics,
    sums,
    total: topics.size,
    matches: urls.length,
    waiting: held ? countOf(live) - countOf(held) : 0,
    fold: (paths, isFolded) => {
      if (wanted === '') useTopicSettings.getState().fold(id, paths, isFolded);
      else search.fold(paths, isFolded);
    },
  };
}

const NO_SUMS: ReadonlyMap<string, Sum> = new Map();
const NONE: ReadonlySet<string> = new Set();

function useSearchFolds(wanted: string) {
  const [state, setState] = useState({ wanted, folded: NONE });
  const folded = state.wanted === wanted ? state.folded : NONE;
  const fold = (paths: readonly string[], isFolded: boolean) => {
    const next = new Set(folded);
    for (const path of paths) {
      if (isFolded) next.add(path);
      else next.delete(path);
    }
    setState({ wanted, folded: next });
  };
  return { folded, fold };
}

/** Sorted anew only when a url comes or goes, not for each message. */
function useSortedUrls(topics: Topics, subscriptions: string[], wanted: string): string[] {
  const { size } = topics;
  return useMemo(() => {
    const urls = new Set(topics.keys());
    for (const url of subscriptions) if (!url.endsWith('/')) urls.add(url);
    return [...urls].filter((url) => url.toLowerCase().includes(wanted)).toSorted(byUrl);
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- the map is changed in place; topics are only ever added
  }, [topics, size, subscriptions, wanted]);
}

function countOf(topics: Topics): number {
  let count = 0;
  for (const topic of topics.values()) count += topic.count;
  return count;
}
