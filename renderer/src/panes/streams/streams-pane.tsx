import { useT } from '../../i18n.ts';
import { useStreamDraft, useStreamDrafts } from '../../state/stream-drafts.ts';
import { useStreams } from '../../state/streams.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice, usePaneTab } from '../pane-context.ts';
import { DraftForm } from './draft-form.tsx';
import { SourceBar } from './source-bar.tsx';
import { TransferDetails } from './transfer-details.tsx';
import { TransferList } from './transfer-list.tsx';
import { useStreamCommands } from './use-stream-commands.ts';

/** Streams to and from a device: what to ask for, those there are, and one of them. */
export function StreamsPane() {
  const t = useT();
  const device = usePaneDevice();
  const { id, pinnedTo } = usePaneTab();
  const tab = id || 'streams';
  const draft = useStreamDraft(tab);
  const all = useStreams((streams) => streams.transfers);
  const transfers = pinnedTo === null ? all : all.filter(({ deviceId }) => deviceId === pinnedTo);
  const shownId = useStreamDrafts(({ shown }) => shown[tab]);
  const shown = transfers.find((transfer) => transfer.id === shownId) ?? transfers[0];
  useStreamCommands({ tab, draft, device, shown });
  return (
    <Pane id="streams">
      <SourceBar tab={tab} draft={draft} device={device} />
      {device && <DeviceBanner device={device} />}
      {!device && transfers.length === 0 ? (
        <EmptyState text={t('streams.noDevice')}>
          <DemoButton />
        </EmptyState>
      ) : (
        <div className="streams-split">
          <DraftForm tab={tab} draft={draft} device={device} />
          <TransferList tab={tab} transfers={transfers} shown={shown} device={device} />
          <TransferDetails key={shown?.id} tab={tab} transfer={shown} />
        </div>
      )}
    </Pane>
  );
}
