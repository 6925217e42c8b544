import { Ban, CircleCheck, CircleX, LoaderCircle, Waypoints } from 'lucide-react';
import type { Device } from '../../../../testbench/contract.ts';
import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { PayloadTabs } from '../../payload/payload-tabs.tsx';
import { type Call, isRefused, send } from '../../state/calls.ts';
import { useNow } from '../../state/now.ts';
import { statusText } from '../../traffic/describe.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Num } from '../../ui/num.tsx';

export function AnswerView({ call, device }: { call: Call | undefined; device: Device | undefined }) {
  const t = useT();
  return (
    <div className="rpc-answer" role="group" aria-label={t('rpc.answer')} aria-live="polite">
      {call ? <Outcome call={call} device={device} /> : <EmptyState text={t('rpc.empty')} />}
    </div>
  );
}

function Outcome({ call, device }: { call: Call; device: Device | undefined }) {
  const t = useT();
  const { outcome } = call;
  if (outcome.kind === 'running') return <Running call={call} />;
  if (outcome.kind === 'failed') {
    if (outcome.error.code === 'ABORTED') {
      return (
        <div className="bar">
          <Badge tone="muted" icon={<Ban />}>
            {t('rpc.cancelled', { time: duration(outcome.afterMs) })}
          </Badge>
        </div>
      );
    }
    return (
      <ErrorNotice error={outcome.error}>
        {device && !isRefused(outcome.error) && <Button onClick={() => void send(device)}>{t('rpc.sendAgain')}</Button>}
      </ErrorNotice>
    );
  }
  const { answer } = outcome;
  const ok = answer.status === 0;
  return (
    <>
      <div className="bar answer-status">
        <Badge tone={ok ? 'ok' : 'error'} icon={ok ? <CircleCheck /> : <CircleX />} title={String(answer.status)}>
          <strong>{statusText(answer.status, t)}</strong>
          <span className="mono">({answer.status})</span>
        </Badge>
        <Num value={answer.rttMs} as={duration} unit="ms" />
        {answer.tunnelId !== 0 && (
          <Badge tone="stream" icon={<Waypoints />}>
            {t('rpc.tunnel', { id: answer.tunnelId })}
          </Badge>
        )}
      </div>
      {answer.param.length + answer.data.length === 0 ? (
        <p className="muted rpc-nothing">{t('rpc.noPayload')}</p>
      ) : (
        <PayloadTabs label={t('rpc.answer')} payload={answer} />
      )}
    </>
  );
}

function Running({ call }: { call: Call }) {
  const t = useT();
  const now = useNow(250);
  return (
    <div className="bar">
      <Badge tone="warning" icon={<LoaderCircle className="spin" />}>
        {t('rpc.waiting', {
          passed: Math.max(0, Math.floor((now - call.startedAt) / 1_000)),
          limit: call.timeoutMs / 1_000,
        })}
      </Badge>
    </div>
  );
}
