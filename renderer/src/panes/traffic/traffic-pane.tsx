import { ArrowDownToLine, Pause, Play, Plug, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { bytes, count, exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useTraffic } from '../../state/traffic.ts';
import { ROW_HEIGHT } from '../../traffic/viewport.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useSize } from '../../ui/use-size.ts';
import { Pane } from '../pane.tsx';
import { HEADER_HEIGHT } from './columns.ts';
import { TrafficGrid } from './traffic-grid.tsx';
import { useTrafficView } from './use-traffic-view.ts';

export function TrafficPane({ onConnect }: { onConnect: () => void }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const traffic = useTrafficView(scroller, wholeRows(height - HEADER_HEIGHT));
  const empty = traffic.span.end === traffic.span.first && traffic.waiting === 0;
  return (
    <Pane id="traffic">
      <div className="bar toolbar" role="toolbar" aria-label={t('traffic.tools')}>
        <IconButton
          icon={traffic.paused ? <Play /> : <Pause />}
          label={t(traffic.paused ? 'traffic.resume' : 'traffic.pause')}
          aria-pressed={traffic.paused}
          onClick={traffic.togglePause}
        />
        <IconButton
          icon={<ArrowDownToLine />}
          label={t('traffic.follow')}
          keys="End"
          aria-pressed={traffic.following && !traffic.paused}
          onClick={() => {
            if (traffic.paused) traffic.togglePause();
            traffic.follow();
          }}
        />
        <IconButton icon={<Trash2 />} label={t('traffic.clear')} onClick={() => void traffic.clear()} />
        {traffic.waiting > 0 && (traffic.paused || !traffic.following) && (
          <Button kind="quiet" onClick={traffic.paused ? traffic.togglePause : traffic.follow}>
            <span data-tone="warning">
              {t(traffic.paused ? 'traffic.waiting' : 'traffic.newer', {
                count: traffic.waiting,
                shown: count(traffic.waiting),
              })}
            </span>
          </Button>
        )}
        <span className="grow" />
        <Counters />
      </div>
      <TrafficGrid scroller={scroller} traffic={traffic} height={height}>
        {empty && (
          <EmptyState text={t('traffic.empty')}>
            <Button icon={<Plug />} onClick={onConnect}>
              {t('traffic.connect')}
            </Button>
          </EmptyState>
        )}
      </TrafficGrid>
    </Pane>
  );
}

/** A list that follows the newest stands on whole rows, none cut at the top. */
const wholeRows = (height: number): number => Math.max(0, Math.floor(height / ROW_HEIGHT) * ROW_HEIGHT);

/** Always in view: what is held, what went, and what was odd. Nothing is lost silently. */
function Counters() {
  const t = useT();
  const stats = useTraffic();
  return (
    <div className="counters" role="group" aria-label={t('traffic.counters')}>
      <Counter label={t('traffic.held')} title={t('traffic.heldExact', { packets: exact(stats.end - stats.first) })}>
        {count(stats.end - stats.first)}
      </Counter>
      <Counter
        label={t('traffic.evicted')}
        title={t('traffic.evictedExact', { packets: exact(stats.evictedPackets), size: bytes(stats.evictedBytes) })}
      >
        <Badge tone={stats.evictedPackets > 0 ? 'warning' : 'muted'}>{count(stats.evictedPackets)}</Badge>
      </Counter>
      <Counter label={t('traffic.odd')} title={exact(stats.odd)}>
        <Badge tone={stats.odd > 0 ? 'warning' : 'muted'}>{count(stats.odd)}</Badge>
      </Counter>
    </div>
  );
}

function Counter({ label, title, children }: { label: string; title?: string; children: React.ReactNode }) {
  return (
    <span className="counter" title={title}>
      <span className="muted">{label}</span>
      <span className="counter-value">{children}</span>
    </span>
  );
}
