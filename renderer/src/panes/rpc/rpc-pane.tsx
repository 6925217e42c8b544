import type { KeyboardEvent } from 'react';
import { useT } from '../../i18n.ts';
import { useCalls } from '../../state/calls.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice } from '../pane-context.ts';
import { AnswerView } from './answer-view.tsx';
import { CallHistory } from './call-history.tsx';
import { RequestBar, RequestBody, trySend } from './request-form.tsx';

export function RpcPane() {
  const t = useT();
  const device = usePaneDevice();
  const { calls, shownId } = useCalls();
  const shown = calls.find((call) => call.id === shownId);
  const running = calls.find((call) => call.outcome.kind === 'running');
  const onKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    trySend(device, running);
  };
  return (
    <Pane id="rpc" onKeys={onKeys}>
      <RequestBar device={device} running={running} />
      {device && <DeviceBanner device={device} />}
      {!device && calls.length === 0 ? (
        <EmptyState text={t('rpc.noDevice')}>
          <DemoButton />
        </EmptyState>
      ) : (
        <div className="rpc-split">
          <RequestBody />
          <AnswerView call={shown} device={device} />
          <CallHistory />
        </div>
      )}
    </Pane>
  );
}
