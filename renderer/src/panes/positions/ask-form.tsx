import { CircleCheck, CircleSlash, Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { BenchError, PositionAsked } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { addressOf, done, urlOf } from './act.ts';

type Outcome = { name: string; server: string } & ({ asked: PositionAsked } | { error: BenchError });
type Family = 'any' | '4' | '6';
const FAMILIES = { any: null, 4: 4, 6: 6 } as const;

/** Asks any position server where a server is. */
export function AskForm({ running }: { running: string | null }) {
  const t = useT();
  const [server, setServer] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [family, setFamily] = useState<Family>('any');
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const to = server ?? running?.replace(/^0\.0\.0\.0:/, '127.0.0.1:') ?? '';
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (asking || name.trim() === '') return;
    setAsking(true);
    const asked = await bench().askPosition({ server: to, name: name.trim(), family: FAMILIES[family] });
    setAsking(false);
    setOutcome({ name: name.trim(), server: to, ...(asked.ok ? { asked: asked.value } : { error: asked.error }) });
  };
  return (
    <section className="positions-ask" aria-label={t('positions.ask')}>
      <form className="bar" aria-label={t('positions.ask')} onSubmit={(event) => void ask(event)}>
        <h2>{t('positions.ask')}</h2>
        <input
          className="input mono"
          aria-label={t('positions.askServer')}
          title={t('positions.askServer')}
          placeholder={t('positions.askHint')}
          spellCheck={false}
          value={to}
          onChange={(event) => setServer(event.target.value)}
        />
        <input
          className="input grow"
          aria-label={t('positions.askName')}
          placeholder={t('positions.askName')}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Segmented
          small
          label={t('positions.family')}
          value={family}
          options={[
            { value: 'any', label: t('positions.any') },
            { value: '4', label: 'IPv4' },
            { value: '6', label: 'IPv6' },
          ]}
          onChange={setFamily}
        />
        <Button type="submit" icon={<Search />} disabled={asking || name.trim() === ''}>
          {t(asking ? 'positions.asking' : 'positions.askIt')}
        </Button>
      </form>
      <div aria-live="polite">{outcome && <Answer outcome={outcome} />}</div>
    </section>
  );
}

function Answer({ outcome }: { outcome: Outcome }) {
  const t = useT();
  if ('error' in outcome) return <ErrorNotice error={outcome.error} />;
  const { answer, took } = outcome.asked;
  if (!answer) {
    return (
      <div className="bar">
        <Badge tone="error" icon={<CircleSlash />}>
          {t('positions.unknown', { name: outcome.name })}
        </Badge>
        <span className="muted">{duration(took)}</span>
      </div>
    );
  }
  const address = addressOf(answer);
  return (
    <div className="bar">
      <Badge tone="ok" icon={<CircleCheck />}>
        {outcome.name}
      </Badge>
      <span className="mono selectable">{address}</span>
      <span className="muted">
        IPv{answer.family}
        {answer.security && ' · TLS'} · {duration(took)}
      </span>
      <span className="grow" />
      <Button kind="quiet" onClick={() => void copyText(address)}>
        {t('positions.copyAddress')}
      </Button>
      <Button kind="quiet" onClick={() => void done(bench().addDevice({ url: urlOf(answer), name: outcome.name }))}>
        {t('positions.connect')}
      </Button>
    </div>
  );
}
