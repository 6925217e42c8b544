import type { Device } from '../../../../testbench/contract.ts';
import { useCommand } from '../../frame/commands.ts';
import { useTopicSettings } from '../../state/topic-settings.ts';
import { forgetTopics, subscribe, tellSubscribed, tellUnsubscribed, unsubscribeAll } from './act.ts';
import { branchesOf } from './tree.ts';
import type { TopicRows } from './use-topic-rows.ts';

interface Pausing {
  paused: boolean;
  onPause: (pause: boolean) => void;
}

/** What the palette can do with the topics of this pane. */
export function useTopicCommands(device: Device, list: TopicRows, { paused, onPause }: Pausing): void {
  const tree = useTopicSettings((settings) => settings.layout === 'tree');
  const group = 'pane.subscriptions';
  useCommand({
    id: 'subscriptions.everything',
    title: 'subscriptions.subscribeAll',
    group,
    when: () => !device.subscriptions.includes('/'),
    run: () => void subscribe(device.id, ['/']).then(tellSubscribed),
  });
  useCommand({
    id: 'subscriptions.nothing',
    title: 'subscriptions.unsubscribeAll',
    group,
    when: () => device.subscriptions.length > 0,
    run: () => void unsubscribeAll(device).then(tellUnsubscribed),
  });
  useCommand({
    id: 'subscriptions.pause',
    title: paused ? 'subscriptions.resume' : 'subscriptions.pause',
    group,
    run: () => onPause(!paused),
  });
  useCommand({
    id: 'subscriptions.forgetTopics',
    title: 'subscriptions.forgetTopics',
    group,
    when: () => list.total > 0,
    run: () => {
      onPause(false);
      void forgetTopics(device.id);
    },
  });
  useCommand({
    id: 'subscriptions.layout',
    title: tree ? 'subscriptions.showFlat' : 'subscriptions.showTree',
    group,
    run: () => useTopicSettings.setState({ layout: tree ? 'flat' : 'tree' }),
  });
  useCommand({
    id: 'subscriptions.foldAll',
    title: 'subscriptions.foldAll',
    group,
    when: () => tree,
    run: () => list.fold(branchesOf(list.nodes), true),
  });
  useCommand({
    id: 'subscriptions.unfoldAll',
    title: 'subscriptions.unfoldAll',
    group,
    when: () => tree,
    run: () => list.fold(branchesOf(list.nodes), false),
  });
}
