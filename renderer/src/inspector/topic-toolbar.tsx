import { ClipboardList, Eraser, Pause, Play, SlidersHorizontal, TriangleAlert } from 'lucide-react';
import { bench } from '../bench.ts';
import { copyText } from '../copy.ts';
import { bytes, count, exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { announce } from '../state/announce.ts';
import { useTopicMemory, useTopicSettings } from '../state/topic-settings.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import { Select } from '../ui/select.tsx';
import type { TopicView } from './topic-view.ts';

interface TopicToolbarProps {
  deviceId: string;
  url: string;
  /** Values that are there: from `first` up to `end`. */
  first: number;
  end: number;
  /** Behind the newest message of all. */
  newestEnd: number;
  view: TopicView;
  /** Fewer values may be there than before. */
  onForget: () => void;
}

/** Pause, how much is kept, and what can be done with all of it. */
export function TopicToolbar({ deviceId, url, first, end, newestEnd, view, onForget }: TopicToolbarProps) {
  const t = useT();
  const crowded = useTopicMemory((memory) => memory.crowdedOut);
  const held = view.held !== null;
  const newer = held ? newestEnd - (view.held?.end ?? newestEnd) : 0;
  return (
    <div className="bar topic-toolbar">
      <IconButton
        icon={held ? <Play /> : <Pause />}
        label={t(held ? 'topic.follow' : 'topic.pause')}
        aria-pressed={held}
        onClick={() => (held ? view.follow() : view.pause(end))}
      />
      {held && newer > 0 ? (
        <Button kind="quiet" onClick={view.follow} title={exact(newer)}>
          {t('topic.newer', { count: newer, shown: count(newer) })}
        </Button>
      ) : (
        <span className="muted cut" title={`${exact(end - first)} / ${exact(end)}`}>
          {first === 0
            ? t('topic.allKept', { count: end, shown: count(end) })
            : t('topic.kept', { shown: count(end - first), total: count(end) })}
        </span>
      )}
      {crowded > 0 && (
        <Badge
          tone="warning"
          icon={<TriangleAlert />}
          title={t('topic.crowded', { count: crowded, shown: exact(crowded) })}
        />
      )}
      <span className="grow" />
      <IconButton
        icon={<ClipboardList />}
        label={t('topic.copyAll')}
        onClick={() => void copyAll(deviceId, url, first, view.held?.end ?? end)}
      />
      <IconButton
        icon={<Eraser />}
        label={t('topic.clear')}
        onClick={() => {
          view.follow();
          void bench().clearTopicHistory({ id: deviceId, url }).then(onForget);
        }}
      />
      <KeptPopover onForget={onForget} />
    </div>
  );
}

const amounts = [100, 500, 1_000, 5_000, 10_000];

/** How many values the bench keeps of each topic, and what all of them take. */
function KeptPopover({ onForget }: Pick<TopicToolbarProps, 'onForget'>) {
  const t = useT();
  return (
    <Popover
      trigger={
        <button type="button" className="icon-button" aria-label={t('topic.keep')} title={t('topic.keep')}>
          <SlidersHorizontal />
        </button>
      }
      title={t('topic.keep')}
    >
      <KeptSettings onForget={onForget} />
    </Popover>
  );
}

/** Drawn for each message as long as it is open. */
function KeptSettings({ onForget }: Pick<TopicToolbarProps, 'onForget'>) {
  const t = useT();
  const { perTopic, used, cap, crowdedOut } = useTopicMemory();
  const offered = [...new Set([...amounts, perTopic])].filter((each) => each > 0).toSorted((one, other) => one - other);
  return (
    <div className="topic-keep">
      <Select
        label={t('topic.keep')}
        value={String(perTopic)}
        options={offered.map((each) => ({ value: String(each), label: exact(each) }))}
        onChange={(chosen) => {
          useTopicSettings.setState({ perTopic: Number(chosen) });
          void bench()
            .setTopicMemory({ perTopic: Number(chosen) })
            .then(onForget);
        }}
      />
      <p className="muted">{t('topic.kept.why', { cap: bytes(cap), used: bytes(used) })}</p>
      {crowdedOut > 0 && (
        <Badge tone="warning" icon={<TriangleAlert />}>
          {t('topic.crowded', { count: crowdedOut, shown: exact(crowdedOut) })}
        </Badge>
      )}
    </div>
  );
}

async function copyAll(id: string, url: string, from: number, to: number): Promise<void> {
  const result = await bench().topicText({ id, url, from, to });
  if (!result.ok) {
    announce(`error.${result.error.code}.title`);
    return;
  }
  const { text, lines, leftOut } = result.value;
  await copyText(text);
  if (leftOut > 0) announce('topic.copiedPartly', { count: exact(lines), left: exact(leftOut) });
}
