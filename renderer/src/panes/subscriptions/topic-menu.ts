import type { Device } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import type { Translate } from '../../i18n.ts';
import type { ActionGroup } from '../../ui/menu.tsx';
import {
  copyValue,
  plotNumericFields,
  showInTraffic,
  subscribe,
  tellSubscribed,
  tellUnsubscribed,
  unsubscribe,
} from './act.ts';
import { branchesOf, branchUrl, type TreeRow } from './tree.ts';
import type { TopicRows } from './use-topic-rows.ts';

/** What can be done with a topic, or a branch. */
export function topicMenu(device: Device, { node, open }: TreeRow, list: TopicRows, t: Translate): ActionGroup[] {
  const { path } = node;
  const topic = list.topics.get(path);
  const branch = open !== null;
  return [
    {
      id: 'copy',
      actions: [
        {
          id: 'value',
          label: t('subscriptions.copyValue'),
          keys: 'Mod+C',
          disabled: !topic,
          run: () => void copyValue(device.id, path),
        },
        { id: 'url', label: t('subscriptions.copyUrl'), run: () => void copyText(path) },
      ],
    },
    {
      id: 'subscribe',
      actions: [
        ...(node.listed || !branch ? [subscribing(device, path, t)] : []),
        ...(branch ? [subscribing(device, branchUrl(path), t)] : []),
      ],
    },
    {
      id: 'elsewhere',
      actions: [
        {
          id: 'traffic',
          label: t(branch ? 'subscriptions.showBranchInTraffic' : 'subscriptions.showInTraffic'),
          run: () => void showInTraffic(device, path, branch),
        },
        {
          id: 'plot',
          label: t('subscriptions.plotFields'),
          disabled: !topic || topic.paramLength === 0,
          run: () => void plotNumericFields(device.id, path),
        },
      ],
    },
    ...(branch
      ? [
          {
            id: 'fold',
            actions: [
              {
                id: 'fold',
                label: t(open ? 'subscriptions.fold' : 'subscriptions.unfold'),
                keys: open ? 'ArrowLeft' : 'ArrowRight',
                run: () => list.fold([path], open),
              },
              {
                id: 'all',
                label: t('subscriptions.unfoldBelow'),
                run: () => list.fold(branchesOf([node]), false),
              },
            ],
          },
        ]
      : []),
  ];
}

function subscribing({ id, subscriptions }: Device, url: string, t: Translate) {
  const there = subscriptions.includes(url);
  return {
    id: `subscribe ${url}`,
    label: t(there ? 'subscriptions.unsubscribeOne' : 'subscriptions.subscribeOne', { url }),
    run: () => {
      if (there) void unsubscribe(id, [url]).then(tellUnsubscribed);
      else void subscribe(id, [url]).then(tellSubscribed);
    },
  };
}
