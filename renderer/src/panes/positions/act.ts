import type { BenchError, PositionRow, Result } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { announceUndo, toast } from '../../state/toasts.ts';

function tellFailure({ code, message }: BenchError): void {
  toast({
    key: 'mocks.failed',
    values: { name: '', message: message.slice(0, 200) },
    words: { what: `error.${code}.title` },
    tone: 'error',
  });
}

/** False: it failed, and that was said. */
export async function done<T>(answer: Promise<Result<T>>): Promise<boolean> {
  const result = await answer;
  if (!result.ok) tellFailure(result.error);
  return result.ok;
}

/** What goes wrong with a start stands in the pane. */
export const startPositions = (): void => void bench().startPositions(undefined);
export const stopPositions = (): void => void done(bench().stopPositions(undefined));

export async function importPositions(): Promise<void> {
  const added = await bench().importPositions(undefined);
  if (added.ok) toast({ key: 'positions.imported', values: { count: added.value } });
  else tellFailure(added.error);
}

export async function removePosition(at: number, { name }: PositionRow): Promise<void> {
  const removed = await bench().removePositions({ at: [at] });
  if (!removed.ok) tellFailure(removed.error);
  else {
    const rows = removed.value;
    announceUndo({ key: 'positions.removed', values: { name } }, () => void done(bench().bringBackPositions({ rows })));
  }
}

/** `127.0.0.1:54`, `[::1]:54`. */
export const addressOf = ({ host, port }: { host: string; port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export const urlOf = (row: { host: string; port: number; security: boolean }): string =>
  `${row.security ? 'vsoas' : 'vsoa'}://${addressOf(row)}`;
