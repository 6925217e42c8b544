import { type ILayoutApi, Layout, type Model, type TabNode } from 'flexlayout-react';
import { ChevronsDown, Maximize2, Minimize2 } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useT } from '../i18n.ts';
import { InspectorPane } from '../inspector/inspector-pane.tsx';
import { en, type Key } from '../locales/en.ts';
import { DatagramsPane } from '../panes/datagrams/datagrams-pane.tsx';
import { DevicesPane } from '../panes/devices/devices-pane.tsx';
import { PaneContext } from '../panes/pane-context.ts';
import { PlotsPane } from '../panes/plots/plots-pane.tsx';
import { RpcPane } from '../panes/rpc/rpc-pane.tsx';
import { StreamsPane } from '../panes/streams/streams-pane.tsx';
import { SubscriptionsPane } from '../panes/subscriptions/subscriptions-pane.tsx';
import { TrafficPane } from '../panes/traffic/traffic-pane.tsx';
import { keepLayout, openPane, type PaneId } from './dock-model.ts';

const panes: Record<PaneId, (props: { open: (id: PaneId) => void }) => React.ReactNode> = {
  devices: DevicesPane,
  subscriptions: SubscriptionsPane,
  rpc: RpcPane,
  datagrams: DatagramsPane,
  streams: StreamsPane,
  plots: PlotsPane,
  traffic: ({ open }) => <TrafficPane onConnect={() => open('devices')} />,
  inspector: InspectorPane,
};

const icons = { maximize: <Maximize2 />, restore: <Minimize2 />, more: <ChevronsDown /> };

export function Dock({ model }: { model: Model }) {
  const t = useT();
  // Names of panes are keys of ours, and so are the labels of the layout's own buttons.
  const paneOf = useMemo(
    () => (node: TabNode) => {
      const PaneOfNode = panes[node.getComponent() as PaneId];
      const { deviceId = null } = (node.getConfig() ?? {}) as { deviceId?: string | null };
      return (
        <PaneContext value={{ id: node.getId(), pinnedTo: deviceId }}>
          <PaneOfNode open={(id) => openPane(model, id)} />
        </PaneContext>
      );
    },
    [model],
  );
  const translate = useMemo(() => (key: string) => (key in en ? t(key as Key) : key), [t]);
  // The layout takes a new translator after it has rendered, and renders no name anew for it.
  const layout = useRef<ILayoutApi>(null);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new translator is what this is for
  useEffect(() => layout.current?.redraw(), [translate]);
  return (
    <Layout
      ref={layout}
      model={model}
      factory={paneOf}
      icons={icons}
      i18nTranslator={translate}
      onModelChange={keepLayout}
      realtimeResize
      tabDragSpeed={0.12}
      invalidateTabContentOnParentRender={false}
    />
  );
}
