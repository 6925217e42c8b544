import { CircleCheck, CirclePause, CircleX, Clock, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeviceState } from '../../../../testbench/contract.ts';
import { age } from '../../format/quantity.ts';
import { type Translate, useT } from '../../i18n.ts';
import { useNow } from '../../state/now.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

/** A state by glyph, colour and words; while connecting, what it waits for and for how long. */
export function DeviceStateBadge({ state }: { state: DeviceState }) {
  const t = useT();
  const now = useNow(state.name === 'disconnected' ? null : 500);
  return (
    <Badge tone={stateTone(state)} icon={<StateGlyph state={state} />}>
      {stateText(state, now, t)}
    </Badge>
  );
}

export function StateGlyph({ state }: { state: DeviceState }): ReactNode {
  switch (state.name) {
    case 'connecting':
      return <LoaderCircle className="spin" />;
    case 'connected':
      return <CircleCheck />;
    case 'waiting':
      return <Clock />;
    case 'disconnected':
      return state.reason ? <CircleX /> : <CirclePause />;
  }
}

export function stateTone(state: DeviceState): Tone {
  switch (state.name) {
    case 'connecting':
    case 'waiting':
      return 'warning';
    case 'connected':
      return state.lostPings > 0 ? 'warning' : 'ok';
    case 'disconnected':
      return state.reason ? 'error' : 'muted';
  }
}

/** The state in a word or two, for a list. */
export function shortState(state: DeviceState, t: Translate): string {
  switch (state.name) {
    case 'connecting':
      return t(`state.${state.step}`);
    case 'connected':
      return t('state.connected');
    case 'waiting':
      return t('state.waitingShort');
    case 'disconnected':
      return state.reason ? t(`error.${state.reason.code}.title`) : t('state.disconnected');
  }
}

function stateText(state: DeviceState, now: number, t: Translate): string {
  switch (state.name) {
    case 'connecting': {
      const what = t('state.waiting', {
        step: t(`state.${state.step}`),
        passed: Math.max(0, Math.floor((now - state.since) / 1_000)),
        limit: Math.round(state.timeoutMs / 1_000),
      });
      return state.attempt > 1 ? t('state.attempt', { what, attempt: state.attempt }) : what;
    }
    case 'connected': {
      const connected = t('state.connectedFor', { time: age(now - state.since) });
      return state.lostPings > 0 ? `${connected} · ${t('state.lostPings', { count: state.lostPings })}` : connected;
    }
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil((state.until - now) / 1_000));
      if (state.attempt === 0) return t('state.waitingAgain', { seconds });
      return t('state.waitingToTry', { seconds, count: state.attempt });
    }
    case 'disconnected':
      return shortState(state, t);
  }
}
