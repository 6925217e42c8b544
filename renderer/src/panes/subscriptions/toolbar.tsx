import { Eraser, FoldVertical, Gauge, List, ListTree, Pause, Play, TriangleAlert, UnfoldVertical } from 'lucide-react';
import type { Device } from '../../../../testbench/contract.ts';
import { count, exact } from '../../format/quantity.ts';
import { type Translate, useT } from '../../i18n.ts';
import { type DisplayPeriod, displayPeriods, useTopicSettings } from '../../state/topic-settings.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { forgetTopics } from './act.ts';
import { branchesOf } from './tree.ts';
import type { TopicRows } from './use-topic-rows.ts';

interface TopicToolbarProps {
  device: Device;
  list: TopicRows;
  filter: string;
  paused: boolean;
  onFilter: (filter: string) => void;
  onPause: (pause: boolean) => void;
}

/** How the topics are shown: narrowed, paused, as a tree or flat, and how often their values may change. */
export function TopicToolbar({ device, list, filter, paused, onFilter, onPause }: TopicToolbarProps) {
  const t = useT();
  const layout = useTopicSettings((settings) => settings.layout);
  const tree = layout === 'tree';
  const { total, matches, waiting, nodes } = list;
  const foldAll = (folded: boolean) => list.fold(branchesOf(nodes), folded);
  return (
    <div className="bar topic-bar">
      <IconButton
        icon={paused ? <Play /> : <Pause />}
        label={t(paused ? 'subscriptions.resume' : 'subscriptions.pause')}
        aria-pressed={paused}
        onClick={() => onPause(!paused)}
      />
      <input
        className="input filter"
        data-filter
        aria-label={t('subscriptions.filter')}
        placeholder={t('subscriptions.filter')}
        spellCheck={false}
        value={filter}
        onChange={(event) => onFilter(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
      />
      <span className="muted cut">
        {filter === ''
          ? t('subscriptions.total', { count: total, shown: exact(total) })
          : t('subscriptions.filtered', { shown: exact(matches), total: exact(total) })}
      </span>
      {waiting > 0 && (
        <Badge tone="warning">{t('subscriptions.pausedWaiting', { count: waiting, shown: count(waiting) })}</Badge>
      )}
      <span className="grow" />
      {device.topicsDropped > 0 && (
        <Badge
          tone="warning"
          icon={<TriangleAlert />}
          title={t('subscriptions.dropped', { count: device.topicsDropped, shown: exact(device.topicsDropped) })}
        >
          {t('subscriptions.notListed', { count: count(device.topicsDropped) })}
        </Badge>
      )}
      <Regulator />
      {tree && (
        <>
          <IconButton icon={<FoldVertical />} label={t('subscriptions.foldAll')} onClick={() => foldAll(true)} />
          <IconButton icon={<UnfoldVertical />} label={t('subscriptions.unfoldAll')} onClick={() => foldAll(false)} />
        </>
      )}
      <IconButton
        icon={<Eraser />}
        label={t('subscriptions.forgetTopics')}
        disabled={total === 0}
        onClick={() => {
          onPause(false);
          void forgetTopics(device.id);
        }}
      />
      <IconButton
        icon={tree ? <List /> : <ListTree />}
        label={t(tree ? 'subscriptions.showFlat' : 'subscriptions.showTree')}
        onClick={() => useTopicSettings.setState({ layout: tree ? 'flat' : 'tree' })}
      />
    </div>
  );
}

/** How often a value that is shown may change. Counts and rates are always those of all messages. */
function Regulator() {
  const t = useT();
  const period = useTopicSettings((settings) => settings.displayPeriod);
  return (
    <ChoiceMenu
      trigger={
        <Button
          kind="quiet"
          icon={<Gauge />}
          data-on={period !== null || undefined}
          title={t('subscriptions.regulator.why')}
        >
          {period === null ? t('subscriptions.regulator') : t('subscriptions.regulated', { rate: rateOf(period, t) })}
        </Button>
      }
      value={String(period)}
      options={displayPeriods.map((each) => ({ value: String(each), label: rateOf(each, t) }))}
      onChange={(chosen) => {
        const displayPeriod = displayPeriods.find((each) => String(each) === chosen) ?? null;
        useTopicSettings.setState({ displayPeriod });
      }}
    />
  );
}

function rateOf(period: DisplayPeriod, t: Translate): string {
  if (period === null) return t('subscriptions.unregulated');
  if (period > 1_000) return t('subscriptions.everySeconds', { count: period / 1_000 });
  return t('subscriptions.perSecond', { count: 1_000 / period });
}
