import type { BenchError, Result, WorkspacePlace } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { flushKept, freezeKept } from './kept.ts';
import { toast } from './toasts.ts';

/** Opens another workspace; without a folder the user is asked. The page is loaded anew when it is there. */
export const openWorkspace = (folder?: string): Promise<void> =>
  goTo(() => bench().openWorkspace(folder === undefined ? {} : { folder }));

export const importWorkspace = (): Promise<void> => goTo(() => bench().importWorkspace(undefined));

/** Copied to an empty folder that the user is asked for. */
export const openSampleWorkspace = (): Promise<void> => goTo(() => bench().openSampleWorkspace(undefined));

export async function exportWorkspace(): Promise<void> {
  await flushKept();
  const result = await bench().exportWorkspace(undefined);
  if (!result.ok) failed(result.error);
  else if (result.value) {
    const { name, files } = result.value;
    toast({ key: 'workspace.exported', values: { name, count: files } });
  }
}

async function goTo(go: () => Promise<Result<WorkspacePlace | null>>): Promise<void> {
  await flushKept();
  const result = await go();
  // From here on what the window keeps would go into the other workspace.
  if (result.ok && result.value) freezeKept();
  if (!result.ok) failed(result.error);
}

function failed({ code, message }: BenchError): void {
  toast({ key: 'workspace.failed', values: { message: `${code}: ${message}` }, tone: 'error' });
}
