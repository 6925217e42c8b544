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
        <table className="tally-rtt" aria-label={t('rpc.roundTrip')}>
          <thead>
            <tr>
              <th scope="col">{t('rpc.rttMin')}</th>
              <th scope="col">{t('rpc.rttMean')}</th>
              <th scope="col">p50</th>
              <th scope="col">p99</th>
              <th scope="col">{t('rpc.rttMax')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              {[rtt.min, rtt.mean, rtt.p50, rtt.p99, rtt.max].map((ms, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- as the columns are
                <td key={at} className="number">
                  <Num value={ms} as={duration} unit="ms" />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
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
