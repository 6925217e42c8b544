import { Lock, Plus } from 'lucide-react';
import { useState } from 'react';
import type { PositionRow } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Grid } from '../mocks/grid.tsx';
import { addressOf, done, importPositions, removePosition, urlOf } from './act.ts';
import type { Editing } from './positions-pane.tsx';

interface PositionTableProps {
  entries: PositionRow[];
  onEdit: (editing: Editing) => void;
}

type Row = PositionRow & { at: number };

/** In view at once; a search finds the others. */
const MOST = 300;
const empty: PositionRow = { name: '', host: '127.0.0.1', port: 3_001, security: false };

export function PositionTable({ entries, onEdit }: PositionTableProps) {
  const t = useT();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found: Row[] = entries
    .map((row, at) => ({ ...row, at }))
    .filter((row) => wanted === '' || `${row.name} ${addressOf(row)}`.toLowerCase().includes(wanted));
  const add = (
    <Button icon={<Plus />} onClick={() => onEdit({ at: null, row: empty })}>
      {t('positions.add')}
    </Button>
  );
  const edit = ({ at, ...row }: Row) => onEdit({ at, row });
  return (
    <section className="positions-table" aria-label={t('positions.table')}>
      <div className="bar">
        <h2>{t('positions.table')}</h2>
        <span className="muted number">{entries.length > 0 && exact(entries.length)}</span>
        {entries.length > 8 && (
          <input
            className="input grow"
            type="search"
            data-filter
            aria-label={t('positions.search')}
            placeholder={t('positions.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <span className="grow" />
        {entries.length > 0 && (
          <Button kind="quiet" onClick={() => void importPositions()}>
            {t('positions.import')}
          </Button>
        )}
        {entries.length > 0 && add}
      </div>
      {entries.length === 0 ? (
        <EmptyState text={t('positions.empty')}>
          <div className="mocks-begin">
            {add}
            <Button onClick={() => void importPositions()}>{t('positions.import')}</Button>
          </div>
        </EmptyState>
      ) : found.length === 0 ? (
        <EmptyState text={t('positions.noMatch', { text: search.trim() })} />
      ) : (
        <Grid
          label={t('positions.table')}
          rows={found.slice(0, MOST)}
          keyOf={({ at }) => String(at)}
          textOf={({ name }) => name}
          leftOut={Math.max(0, found.length - MOST)}
          onOpen={edit}
          onKeyDown={(event, row) => {
            if (event.key !== 'Delete') return;
            event.preventDefault();
            void removePosition(row.at, row);
          }}
          columns={[
            {
              id: 'name',
              title: t('positions.name'),
              width: 'minmax(100px, 2fr)',
              cut: true,
              renderCell: ({ name }) => name,
            },
            {
              id: 'address',
              title: t('positions.address'),
              width: 'minmax(130px, 2fr)',
              mono: true,
              cut: true,
              renderCell: addressOf,
            },
            {
              id: 'family',
              title: t('positions.family'),
              width: '56px',
              renderCell: ({ host }) => (host.includes(':') ? 'IPv6' : 'IPv4'),
            },
            {
              id: 'tls',
              title: t('positions.security'),
              width: '56px',
              renderCell: ({ security }) =>
                security && (
                  <Badge tone="ok" icon={<Lock />}>
                    TLS
                  </Badge>
                ),
            },
          ]}
          menuOf={(row) => [
            {
              id: 'edit',
              actions: [
                { id: 'edit', label: t('positions.edit'), keys: 'Enter', run: () => edit(row) },
                {
                  id: 'remove',
                  label: t('positions.remove'),
                  keys: 'Delete',
                  run: () => void removePosition(row.at, row),
                },
              ],
            },
            {
              id: 'copy',
              actions: [
                { id: 'copy', label: t('positions.copyAddress'), run: () => void copyText(addressOf(row)) },
                {
                  id: 'connect',
                  label: t('positions.connect'),
                  run: () => void done(bench().addDevice({ url: urlOf(row), name: row.name })),
                },
              ],
            },
          ]}
        />
      )}
    </section>
  );
}
