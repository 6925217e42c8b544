import { LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Answer } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { PayloadTabs } from '../../../payload/payload-tabs.tsx';
import { type Shown, useCalls } from '../../../state/calls.ts';
import { useNow } from '../../../state/now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { TallyView } from './tally-view.tsx';

/** How often the newest answer of a request that is repeated is looked at, ms. */
const LOOK = 500;

export function RunningView({ shown }: { shown: Shown & { kind: 'running' } }) {
  const t = useT();
  const { count, timeoutMs, callId, startedAt, of } = shown;
  const several = count > 1;
  const tally = useCalls(({ running }) => running.find(({ id }) => id === callId)?.tally);
  return (
    <>
      {of && (
        <div className="bar muted rpc-of">
          <span className="cut">
            {of.method} <span className="mono">{of.url}</span>
          </span>
        </div>
      )}
      {several ? tally && <TallyView tally={tally} running /> : <Waiting since={startedAt} limit={timeoutMs} />}
      {several && tally && tally.statuses.length > 0 && <NewestAnswer callId={callId} label={t('rpc.answer')} />}
    </>
  );
}

function Waiting({ since, limit }: { since: number; limit: number }) {
  const t = useT();
  const now = useNow(250);
  return (
    <div className="bar" role="status">
      <Badge tone="warning" icon={<LoaderCircle className="spin" />}>
        {t('rpc.waiting', { passed: Math.max(0, Math.floor((now - since) / 1_000)), limit: limit / 1_000 })}
      </Badge>
    </div>
  );
}

function NewestAnswer({ callId, label }: { callId: string; label: string }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let wanted = true;
    const look = async () => {
      const result = await bench().newestAnswer({ callId });
      if (!wanted) return;
      if (result.ok && result.value) setAnswer(result.value);
      timer = setTimeout(() => void look(), LOOK);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    void look();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [callId]);
  return answer && <PayloadTabs label={label} payload={answer} />;
}
