import type { KeyboardEvent } from 'react';
import { useT } from '../../i18n.ts';
import { useDatagrams } from '../../state/datagrams.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice } from '../pane-context.ts';
import { Received } from './received/received.tsx';
import { SendBar } from './send/send-bar.tsx';
import { SendBody } from './send/send-body.tsx';
import { Senders } from './send/senders.tsx';
import { useSending } from './send/use-sending.ts';

export function DatagramsPane() {
  const t = useT();
  const device = usePaneDevice();
  const sending = useSending(device);
  const senders = useDatagrams((state) => state.senders).filter((sender) => sender.deviceId === device?.id);
  const onKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void sending.send();
  };
  return (
    <Pane id="datagrams" onKeys={onKeys}>
      <SendBar device={device} sending={sending} />
      {device && <DeviceBanner device={device} />}
      {device ? (
        <div className="datagrams-split">
          <div className="datagrams-send">
            <SendBody key={sending.tabId} device={device} sending={sending} />
            {senders.length > 0 && <Senders senders={senders} />}
          </div>
          <Received key={device.id} device={device} />
        </div>
      ) : (
        <EmptyState text={t('datagrams.noDevice')}>
          <DemoButton />
        </EmptyState>
      )}
    </Pane>
  );
}
