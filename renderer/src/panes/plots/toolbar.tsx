import { Link2, Link2Off, Pause, Play, Plus, Trash2 } from 'lucide-react';
import { bench } from '../../bench.ts';
import { age, bytes, exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { anyStill, togglePause, usePlotViews, viewOf } from '../../state/plot-views.ts';
import { usePlots } from '../../state/plots.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { clearPlots } from './act.ts';
import { PlotsCap } from './plots-cap.tsx';
import { SpanChoice } from './span-choice.tsx';

export function Toolbar({ onAdd }: { onAdd: () => void }) {
  const t = useT();
  const { spanMs, ownTimes } = usePlots(({ sheet }) => sheet);
  usePlotViews(
    (views) =>
      views.all === views.all && JSON.stringify([views.all.kind, Object.values(views.own).map(({ kind }) => kind)]),
  );
  const still = anyStill();
  return (
    <div className="bar toolbar plots-toolbar" role="toolbar" aria-label={t('plots.tools')}>
      <Button icon={<Plus />} data-focus-first onClick={onAdd}>
        {t('plots.addSeries')}
      </Button>
      {!ownTimes && <SpanChoice value={spanMs} onChange={(next) => void bench().editPlots({ spanMs: next })} />}
      <IconButton
        icon={still ? <Play /> : <Pause />}
        label={t(still ? 'plots.resume' : 'plots.pause')}
        keys="Space"
        aria-pressed={still}
        onClick={togglePause}
      />
      <IconButton
        icon={ownTimes ? <Link2Off /> : <Link2 />}
        label={t('plots.oneTime')}
        aria-pressed={!ownTimes}
        onClick={() => void bench().editPlots({ ownTimes: !ownTimes })}
      />
      <IconButton icon={<Trash2 />} label={t('plots.clear')} onClick={() => void clearPlots()} />
      <PlotsCap />
      {still && <PausedFor />}
      <span className="grow" />
      <Held />
    </div>
  );
}

/** For how long; what comes meanwhile is kept. */
function PausedFor() {
  const t = useT();
  const now = useNow(1_000);
  const plots = usePlots(({ sheet }) => sheet.plots);
  const since = plots.flatMap((plot) => {
    const view = viewOf(plot.id);
    return view.kind === 'still' ? [view.since] : [];
  });
  return <Badge tone="warning">{t('plots.paused', { age: age(now - Math.min(...since)) })}</Badge>;
}

function Held() {
  const t = useT();
  const { bytes: held, cap, points, evicted, unread } = usePlots(({ data }) => data);
  return (
    <>
      {unread > 0 && <Badge tone="warning">{t('plots.unread', { count: unread, shown: exact(unread) })}</Badge>}
      {evicted > 0 && <Badge tone="warning">{t('plots.evicted', { count: evicted, shown: exact(evicted) })}</Badge>}
      <span className="muted plots-held" title={t('plots.points', { count: points, shown: exact(points) })}>
        {t('plots.held', { held: bytes(held), cap: bytes(cap) })}
      </span>
    </>
  );
}
