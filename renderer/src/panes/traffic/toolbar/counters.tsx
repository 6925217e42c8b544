import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { bytes, count, exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useSourceStats } from '../../../state/source.ts';
import { useView } from '../../../state/traffic.ts';
import { Badge } from '../../../ui/badge.tsx';

/** Always in view: what is held, how fast it comes, what went, and what was odd. Nothing is lost silently. */
export function Counters() {
  const t = useT();
  const live = useView((view) => view.source === 'live');
  const stats = useSourceStats();
  const held = stats.end - stats.first;
  const sizeOfPackets = t('traffic.bytesExact', { count: stats.packetBytes, shown: exact(stats.packetBytes) });
  const heldIn = t('traffic.heldIn', { size: bytes(stats.bytes), cap: bytes(stats.cap) });
  const evicted = t('traffic.evictedExact', {
    count: stats.evictedPackets,
    packets: exact(stats.evictedPackets),
    size: bytes(stats.evictedBytes),
  });
  return (
    <div className="counters" role="group" aria-label={t('traffic.counters')}>
      <Counter label={t('traffic.held')} title={t('traffic.heldExact', { count: held, packets: exact(held) })}>
        {count(held)}
      </Counter>
      <Counter label={t('traffic.bytes')} title={`${sizeOfPackets}\n${heldIn}`}>
        {bytes(stats.packetBytes)}
      </Counter>
      {live && (
        <Counter label={t('traffic.rate')} title={`${exact(stats.packetsPerSecond)} /s`}>
          {`${count(Math.round(stats.packetsPerSecond))}/s`}
        </Counter>
      )}
      <Warned label={t('traffic.evicted')} value={stats.evictedPackets} title={evicted} />
      <Warned label={t('traffic.odd')} value={stats.odd} title={t('traffic.oddExact', { packets: exact(stats.odd) })} />
      <Warned
        label={t('traffic.malformed')}
        value={stats.malformed}
        title={t('traffic.malformedExact', { packets: exact(stats.malformed) })}
      />
    </div>
  );
}

function Warned({ label, value, title }: { label: string; value: number; title: string }) {
  return (
    <Counter label={label} title={title}>
      <Badge tone={value > 0 ? 'warning' : 'muted'} icon={value > 0 && <TriangleAlert />}>
        {count(value)}
      </Badge>
    </Counter>
  );
}

function Counter({ label, title, children }: { label: string; title: string; children: ReactNode }) {
  return (
    <span className="counter" title={title}>
      <span className="muted">{label}</span>
      <span className="counter-value">{children}</span>
    </span>
  );
}
