import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { MockCommand } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { age, bytes, count, rate } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { FieldTree } from '../../payload/fields/field-tree.tsx';
import { useNow } from '../../state/now.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Num } from '../../ui/num.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { Failure } from './failure.tsx';
import { Grid } from './grid.tsx';
import { StatusOf } from './status-of.tsx';
import { useRates } from './use-rates.ts';

type Row = MockCommand & { at: number; rate: number };

/** What the ECU answers, how often it was asked, and what last. */
export function CommandsTab({ view }: { view: EcuView }) {
  const t = useT();
  const now = useNow(1_000);
  const { commands, leftOut } = view.ecu;
  const [chosen, setChosen] = useState<number | null>(null);
  const counts = useMemo(() => commands.map(({ calls }) => calls), [commands]);
  const rates = useRates(counts);
  const rows: Row[] = commands.map((command, at) => ({ ...command, at, rate: rates[at] ?? 0 }));
  const shown = chosen === null ? undefined : rows[chosen];
  if (commands.length === 0) return <EmptyState text={t('mocks.noCommands')} />;
  return (
    <div className="mocks-two">
      <Grid
        label={t('mocks.tab.commands')}
        rows={rows}
        keyOf={({ at }) => String(at)}
        textOf={({ url }) => url}
        selected={chosen ?? -1}
        onSelect={({ at }) => setChosen(at)}
        leftOut={leftOut.commands}
        columns={[
          {
            id: 'method',
            title: t('mocks.method'),
            width: '52px',
            renderCell: ({ method }) =>
              method ? <Badge tone="rpc">{method}</Badge> : <span className="muted">{t('mocks.any')}</span>,
          },
          {
            id: 'url',
            title: 'URL',
            width: 'minmax(150px, 3fr)',
            mono: true,
            cut: true,
            renderCell: ({ url, when }) => (
              <span title={when === null ? url : `${url}\n${t('mocks.when')} ${when}`}>
                {url}
                {when !== null && (
                  <span className="muted">
                    {' '}
                    {t('mocks.when')} {when}
                  </span>
                )}
              </span>
            ),
          },
          {
            id: 'calls',
            title: t('mocks.calls'),
            width: '56px',
            number: true,
            renderCell: ({ calls }) => <Num value={calls} as={count} />,
          },
          {
            id: 'rate',
            title: t('mocks.rate'),
            width: '56px',
            number: true,
            renderCell: (row) => <Num value={row.rate} as={rate} unit="/s" className="muted" />,
          },
          {
            id: 'failed',
            title: t('mocks.failed.column'),
            width: '56px',
            number: true,
            renderCell: ({ failed, error }) =>
              failed > 0 || error ? (
                <Badge tone="error" icon={<TriangleAlert />}>
                  {count(failed)}
                </Badge>
              ) : (
                <span className="muted">0</span>
              ),
          },
          {
            id: 'last',
            title: t('mocks.last'),
            width: 'minmax(96px, 1.5fr)',
            cut: true,
            renderCell: ({ last }) =>
              last && (
                <>
                  <StatusOf status={last.status} />{' '}
                  <span className="muted" title={timestamp(last.time)}>
                    {t('mocks.ago', { age: age(now - last.time) })}
                  </span>
                </>
              ),
          },
        ]}
        menuOf={(row) => [
          {
            id: 'copy',
            actions: [
              { id: 'url', label: t('mocks.copyOneUrl'), run: () => void copyText(row.url) },
              {
                id: 'param',
                label: t('mocks.copyLastParam'),
                disabled: row.last?.param === null || row.last === null,
                run: () => void copyLast(view, row.at),
              },
            ],
          },
        ]}
      />
      <CommandDetails view={view} row={shown} />
    </div>
  );
}

function CommandDetails({ view, row }: { view: EcuView; row: Row | undefined }) {
  const t = useT();
  if (!row) return <div className="mocks-below muted">{t('mocks.chooseCommand')}</div>;
  const { last, error } = row;
  return (
    <section className="mocks-below" aria-label={t('mocks.lastRequest')}>
      {error !== null && <Failure message={error} />}
      {last ? (
        <>
          <div className="bar">
            <h2>{t('mocks.lastRequest')}</h2>
            <Badge tone="rpc">{last.method}</Badge>
            <span className="mono cut selectable">{last.url}</span>
            <StatusOf status={last.status} words />
            <span className="grow" />
            <span className="muted cut" title={timestamp(last.time)}>
              {t('mocks.fromClient', { id: last.client, time: timestamp(last.time) })}
              {last.dataLength > 0 && ` · ${t('data')} ${bytes(last.dataLength)}`}
            </span>
          </div>
          {last.param === null ? (
            <p className="mocks-note muted">{t('noParam')}</p>
          ) : (
            <LastParam view={view} at={row.at} key={row.at} time={last.time} />
          )}
        </>
      ) : (
        <p className="mocks-note muted">{t('mocks.neverCalled')}</p>
      )}
    </section>
  );
}

function LastParam({ view: { id, name }, at, time }: { view: EcuView; at: number; time: number }) {
  const t = useT();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let ended = false;
    void bench()
      .lastMockRequest({ id, ecu: name, command: at })
      .then((result) => !ended && result.ok && setText(result.value));
    return () => {
      ended = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another time is another request
  }, [id, name, at, time]);
  return text === null ? null : <FieldTree label={t('param')} text={text} />;
}

async function copyLast({ id, name }: EcuView, at: number): Promise<void> {
  const last = await bench().lastMockRequest({ id, ecu: name, command: at });
  if (last.ok && last.value !== null) await copyText(last.value);
}
