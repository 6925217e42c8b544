import { useState } from 'react';
import type { PositionRow } from '../../../../testbench/contract.ts';
import { useCommand } from '../../frame/commands.ts';
import { usePositions } from '../../state/positions.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Pane } from '../pane.tsx';
import { startPositions, stopPositions } from './act.ts';
import { AskForm } from './ask-form.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { PositionTable } from './position-table.tsx';
import { QueryList } from './query-list.tsx';
import { ServerBar } from './server-bar.tsx';

/** A row that is written: its place in the table, null for a new one. */
export interface Editing {
  at: number | null;
  row: PositionRow;
}

/** Where servers are by their names: a position server of our own, what it is asked, and others that are asked. */
export function PositionsPane() {
  const status = usePositions();
  const [editing, setEditing] = useState<Editing | null>(null);
  useCommand({
    id: 'positions.startOrStop',
    title: 'positions.startOrStop',
    group: 'pane.positions',
    run: () => (status.running === null ? startPositions() : stopPositions()),
  });
  return (
    <Pane id="positions">
      <ServerBar status={status} />
      {status.error && <ErrorNotice error={status.error} />}
      <div className="positions-split">
        <PositionTable entries={status.entries} onEdit={setEditing} />
        <QueryList status={status} onAdd={(row) => setEditing({ at: null, row })} />
        <AskForm running={status.running} />
      </div>
      {editing && <EntryDialog editing={editing} onClose={() => setEditing(null)} />}
    </Pane>
  );
}
