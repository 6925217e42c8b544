import { useEffect } from 'react';
import { useT } from '../../i18n.ts';
import { openTab, useCalls, useDraft } from '../../state/calls.ts';
import { useRequests } from '../../state/requests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeviceBanner } from '../device-banner.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice, usePaneTab } from '../pane-context.ts';
import { AnswerView } from './answer/answer-view.tsx';
import { StrayCalls } from './answer/stray-calls.tsx';
import { CallHistory } from './history/call-history.tsx';
import { RequestBar } from './request/request-bar.tsx';
import { RequestBody } from './request/request-body.tsx';
import { OpenRequest } from './requests/open-request.tsx';
import { RequestTree } from './requests/request-tree.tsx';
import { useRpcCommands } from './use-rpc-commands.ts';

export function RpcPane() {
  const t = useT();
  const device = usePaneDevice();
  const { id: tab } = usePaneTab();
  const draft = useDraft(tab);
  const shown = useCalls((calls) => calls.shown[tab]);
  const nothingYet = useCalls(({ history }) => history.total === 0);
  const isOpen = useRequests(({ opened }) => opened[tab] !== undefined);
  const onKeys = useRpcCommands(tab, device);
  useEffect(() => openTab(tab), [tab]);
  return (
    <Pane id="rpc">
      <RequestBar tab={tab} draft={draft} device={device} running={shown?.kind === 'running' ? shown : undefined} />
      <OpenRequest tab={tab} />
      {device && <DeviceBanner device={device} />}
      <StrayCalls tab={tab} />
      <div className="rpc-main">
        <RequestTree tab={tab} />
        <div className="rpc-work">
          {!device && nothingYet && !isOpen ? (
            <EmptyState text={t('rpc.noDevice')}>
              <DemoButton />
            </EmptyState>
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a key for all that is in it
            <div className="rpc-split" onKeyDown={onKeys}>
              <RequestBody tab={tab} draft={draft} device={device} shown={shown} />
              <AnswerView tab={tab} shown={shown} draft={draft} device={device} />
              <CallHistory tab={tab} />
            </div>
          )}
        </div>
      </div>
    </Pane>
  );
}
