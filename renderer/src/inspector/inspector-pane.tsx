import { useT } from '../i18n.ts';
import { Pane } from '../panes/pane.tsx';
import { useSelection } from '../state/selection.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { DatagramInspector } from './datagram-inspector.tsx';
import { PacketInspector } from './packet-inspector.tsx';
import { TopicInspector } from './topic-inspector.tsx';

export function InspectorPane() {
  const t = useT();
  const item = useSelection((selection) => selection.item);
  return (
    <Pane id="inspector">
      {item === null && <EmptyState text={t('inspector.empty')} />}
      {item?.kind === 'packet' && <PacketInspector source={item.source} index={item.index} />}
      {item?.kind === 'datagram' && (
        <DatagramInspector key={item.deviceId} deviceId={item.deviceId} index={item.index} />
      )}
      {item?.kind === 'topic' && (
        <TopicInspector key={`${item.deviceId} ${item.url}`} deviceId={item.deviceId} url={item.url} />
      )}
    </Pane>
  );
}
