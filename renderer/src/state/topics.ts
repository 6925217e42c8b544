import { create } from 'zustand';
import type { Topic } from '../../../testbench/contract.ts';

type Table = Map<string, Topic>;

interface TopicsState {
  /** Newest message of each topic, by device and url. The maps are changed in place: select `version` to hear of it. */
  tables: Map<string, Table>;
  version: number;
}

export const useTopics = create<TopicsState>()(() => ({ tables: new Map(), version: 0 }));

const none: Table = new Map();

export function topicsOf(deviceId: string | null): ReadonlyMap<string, Topic> {
  return useTopics.getState().tables.get(deviceId ?? '') ?? none;
}

/** Copying ten thousand entries thirty times a second would cost more than everything else the window does. */
export function mergeTopics(topics: Topic[]): void {
  const { tables } = useTopics.getState();
  for (const topic of topics) {
    let table = tables.get(topic.deviceId);
    if (!table) tables.set(topic.deviceId, (table = new Map()));
    table.set(topic.url, topic);
  }
  useTopics.setState(({ version }) => ({ version: version + 1 }));
}

/** Forgets the topics of devices that are no longer there. */
export function keepTopicsOf(deviceIds: string[]): void {
  const { tables } = useTopics.getState();
  forgetTopicsOf([...tables.keys()].filter((id) => !deviceIds.includes(id)));
}

export function forgetTopicsOf(deviceIds: string[]): void {
  const { tables } = useTopics.getState();
  if (!deviceIds.some((id) => tables.has(id))) return;
  for (const id of deviceIds) tables.delete(id);
  useTopics.setState(({ version }) => ({ version: version + 1 }));
}
