import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ScenarioEntry, ScenarioRun } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import { age, count, duration } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { chooseScenario, showTab } from '../../state/mocks.ts';
import { useNow } from '../../state/now.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Num } from '../../ui/num.tsx';
import { Grid } from './grid.tsx';
import type { Polled } from './use-polled.ts';

/** A scenario that runs: its ECUs, what it expects, its position server. */
export function Overview({ run, scenario }: { run: Polled<ScenarioRun>; scenario: ScenarioEntry }) {
  const t = useT();
  const now = useNow(1_000);
  if (run.error) return <ErrorNotice error={run.error} />;
  if (!run.value) return null;
  const { since, seed, ecus, expectations, expectationsLeftOut, positions } = run.value;
  return (
    <div className="mocks-overview">
      <dl className="mocks-facts">
        <Fact name={t('mocks.since')} title={timestamp(since)}>
          {age(now - since)}
        </Fact>
        <Fact name={t('mocks.seed')} title={t('mocks.seedHint')}>
          <span className="mono selectable">{seed}</span>
        </Fact>
        {positions && (
          <Fact name={t('pane.positions')} title={t('mocks.positionsHint')}>
            <span className="mono selectable">{positions.address}</span>
            <span className="muted">
              {t('mocks.positionCounts', {
                queries: positions.queries,
                notFound: positions.notFound,
                malformed: positions.malformed,
              })}
            </span>
          </Fact>
        )}
      </dl>
      <Grid
        label={t('mocks.ecus')}
        rows={ecus}
        keyOf={({ name }) => name}
        textOf={({ name }) => name}
        columns={[
          { id: 'name', title: t('mocks.ecu'), width: 'minmax(88px, 2fr)', renderCell: ({ name }) => name, cut: true },
          { id: 'url', title: 'URL', width: 'minmax(164px, 2fr)', renderCell: ({ url }) => url, mono: true, cut: true },
          {
            id: 'clients',
            title: t('mocks.clients'),
            width: '64px',
            renderCell: ({ clients }) => num(clients),
            number: true,
          },
          { id: 'calls', title: t('mocks.calls'), width: '56px', renderCell: ({ calls }) => num(calls), number: true },
          {
            id: 'sent',
            title: t('mocks.published'),
            width: '72px',
            renderCell: ({ published }) => num(published),
            number: true,
          },
          {
            id: 'errors',
            title: t('mocks.failures'),
            width: '64px',
            number: true,
            renderCell: ({ errors }) =>
              errors === 0 ? (
                <span className="muted">0</span>
              ) : (
                <Badge tone="error" icon={<TriangleAlert />}>
                  {errors}
                </Badge>
              ),
          },
        ]}
        onOpen={({ name }) => {
          chooseScenario(scenario.id, name);
          showTab('commands');
        }}
        menuOf={({ name, url }) => [
          {
            id: 'copy',
            actions: [
              {
                id: 'open',
                label: t('mocks.showEcu'),
                keys: 'Enter',
                run: () => chooseScenario(scenario.id, name),
              },
              { id: 'url', label: t('mocks.copyUrl'), run: () => void copyText(url) },
              { id: 'name', label: t('mocks.copyName'), run: () => void copyText(name) },
            ],
          },
        ]}
      />
      {expectations.length > 0 && (
        <section aria-label={t('mocks.expectations')}>
          <h2>
            {t('mocks.expectationsOf', {
              passed: expectations.filter(({ passed }) => passed).length,
              all: expectations.length + expectationsLeftOut,
            })}
          </h2>
          <ul className="mocks-expectations">
            {expectations.map(({ title, passed, message, afterMs }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- titles may be the same
              <li key={at}>
                <Badge
                  tone={passed ? 'ok' : 'muted'}
                  icon={passed ? <CircleCheck /> : <CircleDashed />}
                  title={t(passed ? 'mocks.passed' : 'mocks.notYet')}
                >
                  <span className="only-read-aloud">{t(passed ? 'mocks.passed' : 'mocks.notYet')}</span>
                </Badge>
                <span className="cut" title={title}>
                  {title}
                </span>
                <span className="muted cut selectable" title={message}>
                  {passed && afterMs !== null ? t('mocks.after', { time: duration(afterMs) }) : message}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const num = (value: number) => <Num value={value} as={count} />;

function Fact({ name, title, children }: { name: string; title?: string; children: React.ReactNode }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
