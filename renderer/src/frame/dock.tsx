import { type ILayoutApi, type ITabRenderValues, Layout, type TabNode } from 'flexlayout-react';
import { ChevronsDown, Maximize2, Minimize2, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { InspectorPane } from '../inspector/inspector-pane.tsx';
import { DatagramsPane } from '../panes/datagrams/datagrams-pane.tsx';
import { DevicesPane } from '../panes/devices/devices-pane.tsx';
import { MocksPane } from '../panes/mocks/mocks-pane.tsx';
import { PaneContext } from '../panes/pane-context.ts';
import { PlotsPane } from '../panes/plots/plots-pane.tsx';
import { PositionsPane } from '../panes/positions/positions-pane.tsx';
import { RpcPane } from '../panes/rpc/rpc-pane.tsx';
import { StreamsPane } from '../panes/streams/streams-pane.tsx';
import { SubscriptionsPane } from '../panes/subscriptions/subscriptions-pane.tsx';
import { TrafficPane } from '../panes/traffic/traffic-pane.tsx';
import { useDevices } from '../state/devices.ts';
import { type PaneId, pinnedTo } from './dock-model.ts';
import { closeTab, keepLayout, openPane, useDock } from './dock-store.ts';
import { GonePane } from './gone-pane.tsx';
import { leastRoom } from './least-room.ts';
import { RenameTabDialog } from './rename-tab-dialog.tsx';
import { TabMenu, type TabMenuPlace } from './tab-menu.tsx';
import { colorOf, useTabNames } from './tab-names.ts';

const panes: Record<PaneId, () => React.ReactNode> = {
  devices: DevicesPane,
  subscriptions: SubscriptionsPane,
  rpc: RpcPane,
  datagrams: DatagramsPane,
  streams: StreamsPane,
  plots: PlotsPane,
  traffic: () => <TrafficPane onConnect={() => openPane('devices')} />,
  inspector: InspectorPane,
  mocks: MocksPane,
  positions: PositionsPane,
};

const icons = { maximize: <Maximize2 />, restore: <Minimize2 />, more: <ChevronsDown />, close: <X /> };

export function Dock() {
  const model = useDock((dock) => dock.model);
  const names = useTabNames();
  const [menu, setMenu] = useState<TabMenuPlace | null>(null);
  const [renaming, setRenaming] = useState<TabNode | null>(null);
  // The layout takes a new translator after it has rendered, and renders no name anew for it.
  const layout = useRef<ILayoutApi>(null);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new translator is what this is for
  useEffect(() => layout.current?.redraw(), [names]);
  const endMenu = useCallback(() => setMenu(null), []);
  const [room, setRoom] = useState(() => leastRoom(model));
  const [measured, setMeasured] = useState(model);
  if (measured !== model) {
    setMeasured(model);
    setRoom(leastRoom(model));
  }
  return (
    <>
      <div className="dock-room" style={{ minWidth: room.width, minHeight: room.height }}>
        <Layout
          ref={layout}
          model={model}
          factory={paneOf}
          icons={icons}
          i18nTranslator={names}
          onRenderTab={(node, values) => markOwnTab(node, values, names(node.getName()))}
          onModelChange={(changed) => {
            keepLayout(changed);
            const { width, height } = leastRoom(changed);
            if (width !== room.width || height !== room.height) setRoom({ width, height });
          }}
          onContextMenu={(node, event) => {
            event.preventDefault();
            if (node.getType() === 'tab') setMenu({ node: node as TabNode, x: event.clientX, y: event.clientY });
          }}
          onAuxMouseClick={closeByMiddleButton}
          realtimeResize
          tabDragSpeed={0.12}
          invalidateTabContentOnParentRender={false}
        />
      </div>
      <TabMenu place={menu} onRename={setRenaming} onClose={endMenu} />
      {renaming && <RenameTabDialog node={renaming} names={names} onClose={() => setRenaming(null)} />}
    </>
  );
}

function paneOf(node: TabNode) {
  return <PaneOfTab node={node} />;
}

function PaneOfTab({ node }: { node: TabNode }) {
  const deviceId = pinnedTo(node);
  const known = useDock((dock) => dock.devicesKnown);
  const gone = useDevices(({ devices }) => known && deviceId !== null && !devices.some(({ id }) => id === deviceId));
  const PaneOfNode = panes[node.getComponent() as PaneId];
  return (
    <PaneContext value={{ id: node.getId(), pinnedTo: deviceId }}>
      {gone ? <GonePane pane={node.getComponent() as PaneId} tabId={node.getId()} /> : <PaneOfNode />}
    </PaneContext>
  );
}

function markOwnTab(node: TabNode, values: ITabRenderValues, name: string): void {
  const deviceId = pinnedTo(node);
  if (deviceId === null) return;
  values.leading = <span className="tab-color" data-color={colorOf(deviceId) ?? 'none'} />;
  values.content = (
    <span className="tab-name" title={name}>
      {name}
    </span>
  );
}

function closeByMiddleButton(node: { getType(): string; getId(): string }, event: React.MouseEvent): void {
  if (event.button === 1 && node.getType() === 'tab' && (node as TabNode).isEnableClose()) closeTab(node.getId());
}
