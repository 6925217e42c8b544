import { CircleCheck, CircleX, Hourglass, Pause, Play, Search, Send, Square, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BenchError, DatagramSender, ListProblem } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { bytes, count, duration, exact, rate } from '../../../format/quantity.ts';
import { type Translate, useT } from '../../../i18n.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { ListProblems } from './list-look.tsx';

/** What is sending to the device, and behind it what has sent; the newest first. */
export function Senders({ senders }: { senders: DatagramSender[] }) {
  const t = useT();
  const newest = senders.toReversed();
  return (
    <ul className="senders" aria-label={t('datagrams.senders')}>
      {[...newest.filter(isRunning), ...newest.filter((sender) => !isRunning(sender))].map((sender) => (
        <OneSender key={sender.id} sender={sender} t={t} />
      ))}
    </ul>
  );
}

function OneSender({ sender, t }: { sender: DatagramSender; t: Translate }) {
  const { state, progress } = sender;
  const name = nameOf(sender);
  return (
    <li className="sender" aria-label={name}>
      <div className="sender-line">
        <StateBadge sender={sender} t={t} />
        <span className="mono cut grow" title={name}>
          {name}
        </span>
        <SenderButtons sender={sender} name={name} t={t} />
      </div>
      {progress !== null && state.name !== 'ended' && (
        <progress value={progress} max={1} aria-label={t('datagrams.progress', { name })} />
      )}
      <div className="sender-numbers muted">
        <Numbers sender={sender} t={t} />
      </div>
      {state.name === 'ended' && state.why === 'failed' && (
        <Failure error={state.error} problems={state.problems} t={t} />
      )}
    </li>
  );
}

/** Why it has ended, in one line; more where it is opened. */
function Failure({ error, problems, t }: { error: BenchError; problems: ListProblem[]; t: Translate }) {
  return (
    <details className="sender-failure selectable">
      <summary>
        <span className="sender-why">
          {t(`error.${error.code}.title`)} <span className="mono">{error.host}</span>
        </span>
      </summary>
      <p>{t('error.sentences', { why: t(`error.${error.code}.why`), next: t(`error.${error.code}.next`) })}</p>
      {problems.length > 0 && <ListProblems problems={problems} total={problems.length} />}
      <p className="mono muted">{`${error.code}: ${error.message}`}</p>
    </details>
  );
}

const isRunning = ({ state }: DatagramSender): boolean => state.name !== 'ended';

function SenderButtons({ sender: { id, state }, name, t }: { sender: DatagramSender; name: string; t: Translate }) {
  if (state.name === 'ended') {
    return (
      <IconButton
        icon={<X />}
        label={t('datagrams.forget', { name })}
        onClick={() => void bench().forgetDatagrams({ id })}
      />
    );
  }
  const paused = state.name === 'paused';
  return (
    <>
      <IconButton
        icon={paused ? <Play /> : <Pause />}
        label={t(paused ? 'datagrams.resume' : 'datagrams.pauseSender', { name })}
        disabled={state.name === 'checking'}
        onClick={() => void bench().pauseDatagrams({ id, paused: !paused })}
      />
      <IconButton
        icon={<Square />}
        label={t('datagrams.stop', { name })}
        onClick={() => void bench().stopDatagrams({ id })}
      />
    </>
  );
}

function StateBadge({ sender, t }: { sender: DatagramSender; t: Translate }) {
  const [tone, icon, key] = stateOf(sender);
  return (
    <Badge tone={tone} icon={icon}>
      {t(`datagrams.state.${key}`)}
    </Badge>
  );
}

type StateKey = 'checking' | 'running' | 'paused' | 'waiting' | 'done' | 'stopped' | 'failed';

function stateOf({ state }: DatagramSender): [Tone, ReactNode, StateKey] {
  switch (state.name) {
    case 'checking':
      return ['muted', <Search key="icon" />, 'checking'];
    case 'running':
      return ['sent', <Send key="icon" />, 'running'];
    case 'paused':
      return ['warning', <Pause key="icon" />, 'paused'];
    case 'waiting':
      return ['warning', <Hourglass key="icon" />, 'waiting'];
    case 'ended':
      if (state.why === 'failed') return ['error', <CircleX key="icon" />, 'failed'];
      return state.why === 'done'
        ? ['ok', <CircleCheck key="icon" />, 'done']
        : ['muted', <Square key="icon" />, 'stopped'];
  }
}

/** Sent, how fast and of what; what was not sent, and why. */
function Numbers({ sender, t }: { sender: DatagramSender; t: Translate }) {
  const { what, sent, sentBytes, perSecond, pace, state, notTaken, late, wrongLines, round, since, until } = sender;
  const total = what.kind === 'draft' && what.count !== null ? ` / ${count(what.count)}` : '';
  const ended = state.name === 'ended';
  return (
    <>
      <span title={exact(sent)}>{t('datagrams.sentCount', { count: sent, shown: count(sent) + total })}</span>
      <span title={`${exact(sentBytes)} B`}>{bytes(sentBytes)}</span>
      {!ended && (
        <span title={`${exact(perSecond)} /s`}>
          {pace.kind === 'rate'
            ? t('datagrams.rateOf', { rate: rate(perSecond), wanted: rate(pace.perSecond) })
            : rate(perSecond)}
        </span>
      )}
      {ended && until !== null && <span>{duration(until - since)}</span>}
      {round > 1 && <span>{t('datagrams.round', { round })}</span>}
      <Left
        value={notTaken}
        text={t('datagrams.notTaken', { count: notTaken, shown: count(notTaken) })}
        why={t('datagrams.notTakenWhy')}
      />
      <Left value={late} text={t('datagrams.late', { count: late, shown: count(late) })} why={t('datagrams.lateWhy')} />
      <Left
        value={wrongLines}
        text={t('datagrams.leftOut', { count: wrongLines, shown: count(wrongLines) })}
        why={t('datagrams.leftOutWhy')}
      />
    </>
  );
}

function Left({ value, text, why }: { value: number; text: string; why: string }) {
  if (value === 0) return null;
  return (
    <Badge tone="warning" icon={<TriangleAlert />} title={why}>
      {text}
    </Badge>
  );
}

const nameOf = ({ what }: DatagramSender): string => (what.kind === 'draft' ? what.url : what.name);
