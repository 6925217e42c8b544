import { Ban, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { duration } from '../../format/quantity.ts';
import { clock } from '../../format/time.ts';
import { type Translate, useT } from '../../i18n.ts';
import { type Outcome, useCalls } from '../../state/calls.ts';
import { statusText } from '../../traffic/describe.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { moved } from '../../ui/list-keys.ts';

const PAGE = 10;

/** The calls of this session, newest first; choosing one loads it again. */
export function CallHistory() {
  const t = useT();
  const { calls, shownId, show, forget } = useCalls();
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(
      event.key,
      calls.findIndex((call) => call.id === shownId),
      calls.length,
      PAGE,
    );
    const call = to === null ? undefined : calls[to];
    if (!call) return;
    event.preventDefault();
    show(call);
  };
  return (
    <div className="rpc-history">
      <div className="bar">
        <h3>{t('rpc.history')}</h3>
        <span className="grow" />
        {calls.length > 0 && (
          <Button kind="quiet" onClick={forget}>
            {t('rpc.clearHistory')}
          </Button>
        )}
      </div>
      <div
        className="list"
        role="listbox"
        aria-label={t('rpc.history')}
        aria-activedescendant={shownId === null ? undefined : `call-${shownId}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {calls.map((call) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox has the keys
          <div
            key={call.id}
            id={`call-${call.id}`}
            className="call-row"
            role="option"
            aria-selected={call.id === shownId}
            title={`${call.deviceName} ${clock(call.startedAt)}`}
            onClick={() => show(call)}
          >
            <OutcomeGlyph outcome={call.outcome} t={t} />
            <span className="muted">{call.method}</span>
            <span className="mono cut">{call.url}</span>
            <span className="muted number">{outcomeTime(call.outcome)}</span>
          </div>
        ))}
      </div>
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
  return outcome.kind === 'failed' ? duration(outcome.afterMs) : '';
}
