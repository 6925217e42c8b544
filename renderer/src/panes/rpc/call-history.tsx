import { Ban, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { duration } from '../../format/quantity.ts';
import { clock } from '../../format/time.ts';
import { type Translate, useT } from '../../i18n.ts';
import { type Outcome, useCalls, wasSent } from '../../state/calls.ts';
import { statusText } from '../../traffic/describe.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Listbox } from '../../ui/listbox.tsx';

/** The calls of this session, newest first; choosing one loads it again. */
export function CallHistory() {
  const t = useT();
  const { calls, shownId, show, forget } = useCalls();
  return (
    <div className="rpc-history">
      <div className="bar">
        <h2>{t('rpc.history')}</h2>
        <span className="grow" />
        {calls.length > 0 && (
          <Button kind="quiet" onClick={forget}>
            {t('rpc.clearHistory')}
          </Button>
        )}
      </div>
      <Listbox
        label={t('rpc.history')}
        items={calls}
        keyOf={(call) => call.id}
        textOf={(call) => call.url}
        selected={calls.findIndex((call) => call.id === shownId)}
        onSelect={show}
        className="list"
        rowClassName="call-row"
        rowProps={(call) => ({ title: `${call.method} ${call.url}\n${call.deviceName}\n${clock(call.startedAt)}` })}
      >
        {(call) => (
          <>
            <OutcomeGlyph outcome={call.outcome} t={t} />
            <span className="muted">{call.method}</span>
            <span className="mono cut">{call.url}</span>
            <span className="muted number">{outcomeTime(call.outcome)}</span>
          </>
        )}
      </Listbox>
    </div>
  );
}

function OutcomeGlyph({ outcome, t }: { outcome: Outcome; t: Translate }) {
  if (outcome.kind === 'running') return <Badge tone="warning" icon={<LoaderCircle className="spin" />} />;
  if (outcome.kind === 'failed') {
    const cancelled = outcome.error.code === 'ABORTED';
    return (
      <Badge
        tone={cancelled ? 'muted' : 'error'}
        icon={cancelled ? <Ban /> : <CircleX />}
        title={t(`error.${outcome.error.code}.title`)}
      />
    );
  }
  const { status } = outcome.answer;
  return (
    <Badge
      tone={status === 0 ? 'ok' : 'error'}
      icon={status === 0 ? <CircleCheck /> : <CircleX />}
      title={statusText(status, t)}
    />
  );
}

function outcomeTime(outcome: Outcome): string {
  if (outcome.kind === 'answer') return duration(outcome.answer.rttMs);
  return outcome.kind === 'failed' && wasSent(outcome.error) ? duration(outcome.afterMs) : '';
}
