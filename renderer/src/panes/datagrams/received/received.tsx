import { Pause, Play, Trash2, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { Device, ReceivedDatagrams } from '../../../../../testbench/contract.ts';
import { bytes, count, exact, rate } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { receivedOf, useDatagrams } from '../../../state/datagrams.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { clearReceived } from './actions.ts';
import { ReceivedGrid } from './received-grid.tsx';

/** What a device sends by itself, as it comes. */
export function Received({ device }: { device: Device }) {
  const t = useT();
  const stats = useDatagrams(receivedOf(device.id));
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const [paused, setPaused] = useState(false);
  const held = stats ? stats.end - stats.first : 0;
  return (
    <section className="datagrams-received" aria-label={t('datagrams.received')}>
      <div className="bar">
        <IconButton
          icon={paused ? <Play /> : <Pause />}
          label={t(paused ? 'datagrams.resumeList' : 'datagrams.pauseList')}
          keys="Space"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        />
        <input
          className="input filter"
          data-filter
          aria-label={t('datagrams.search')}
          placeholder={t('datagrams.search')}
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '') return;
            event.stopPropagation();
            setTyped('');
          }}
        />
        <span className="grow" />
        {stats && <Counters stats={stats} />}
        <IconButton
          icon={<Trash2 />}
          label={t('datagrams.clear')}
          disabled={held === 0}
          onClick={() => void clearReceived(device.id, held)}
        />
      </div>
      <ReceivedGrid device={device} stats={stats} text={text} paused={paused} onPaused={setPaused}>
        {held === 0 && (
          <EmptyState text={t(device.state.name === 'connected' ? 'datagrams.nothingYet' : 'datagrams.notConnected')} />
        )}
      </ReceivedGrid>
    </section>
  );
}

function Counters({ stats }: { stats: ReceivedDatagrams }) {
  const t = useT();
  const { first, end, bytes: size, perSecond, evicted, evictedBytes, maxBytes, maxCount } = stats;
  const held = end - first;
  return (
    <div className="counters" role="group" aria-label={t('datagrams.counters')}>
      <span
        title={t('datagrams.heldExact', {
          count: held,
          shown: exact(held),
          size: bytes(size),
          most: exact(maxCount),
          mostSize: bytes(maxBytes),
        })}
      >
        {t('datagrams.held', { count: held, shown: count(held) })}
      </span>
      <span className="received-rate" title={`${exact(perSecond)} /s`}>
        {rate(perSecond)}
      </span>
      {evicted > 0 && (
        <Badge
          tone="warning"
          icon={<TriangleAlert />}
          title={t('datagrams.evictedExact', { count: evicted, shown: exact(evicted), size: bytes(evictedBytes) })}
        >
          {t('datagrams.evicted', { shown: count(evicted) })}
        </Badge>
      )}
    </div>
  );
}
