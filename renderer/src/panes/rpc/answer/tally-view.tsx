import { Ban, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { CallTally } from '../../../../../testbench/contract.ts';
import { duration, exact, rate } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { statusText } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Num } from '../../../ui/num.tsx';

interface TallyViewProps {
  tally: CallTally;
  running?: boolean;
  cancelled?: boolean;
}

const moods = {
  running: { tone: 'warning', Icon: LoaderCircle, words: 'rpc.sending' },
  cancelled: { tone: 'muted', Icon: Ban, words: 'rpc.runCancelled' },
  done: { tone: 'ok', Icon: CircleCheck, words: 'rpc.runDone' },
} as const;

/** What came of a request that is repeated. */
export function TallyView({ tally, running = false, cancelled = false }: TallyViewProps) {
  const t = useT();
  const { wanted, sent, pending, statuses, failures, rtt, perSecond, elapsedMs } = tally;
  const { tone, Icon, words } = moods[running ? 'running' : cancelled ? 'cancelled' : 'done'];
  return (
    <div className="tally">
      <div className="bar">
        <Badge tone={tone} icon={<Icon className={running ? 'spin' : undefined} />}>
          {t(words)}
        </Badge>
        <span className="number">{t('rpc.sentOf', { sent: exact(sent), wanted: exact(wanted) })}</span>
        <Num value={perSecond} as={rate} unit="/s" className="muted" />
        <span className="muted">{duration(elapsedMs)}</span>
        {pending > 0 && <span className="muted">{t('rpc.pending', { count: exact(pending) })}</span>}
      </div>
      <progress className="tally-progress" value={sent - pending} max={wanted} aria-label={t('rpc.progress')} />
      <dl className="tally-numbers">
        {statuses.map(([status, count]) => (
          <Entry
            key={`status ${status}`}
            name={
              <Badge tone={status === 0 ? 'ok' : 'error'} icon={status === 0 ? <CircleCheck /> : <CircleX />}>
                {statusText(status, t)} ({status})
              </Badge>
            }
            value={exact(count)}
          />
        ))}
        {failures.map(([code, count]) => (
          <Entry
            key={code}
            name={
              <Badge tone={code === 'ABORTED' ? 'muted' : 'error'} icon={code === 'ABORTED' ? <Ban /> : <CircleX />}>
                {t(`error.${code}.title`)}
              </Badge>
            }
            value={exact(count)}
          />
        ))}
      </dl>
      {rtt && (
        <div role="group" aria-label={t('rpc.roundTrip')}>
          <dl className="tally-rtt">
            <RoundTrip name={t('rpc.rttMin')} ms={rtt.min} />
            <RoundTrip name={t('rpc.rttMean')} ms={rtt.mean} />
            <RoundTrip name="p50" ms={rtt.p50} />
            <RoundTrip name="p99" ms={rtt.p99} />
            <RoundTrip name={t('rpc.rttMax')} ms={rtt.max} />
          </dl>
        </div>
      )}
    </div>
  );
}

function Entry({ name, value }: { name: React.ReactNode; value: string }) {
  return (
    <div className="tally-entry">
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

function RoundTrip({ name, ms }: { name: string; ms: number }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd className="number">
        <Num value={ms} as={duration} unit="ms" />
      </dd>
    </div>
  );
}
