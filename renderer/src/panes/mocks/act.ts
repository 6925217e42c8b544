import type { BenchError, Result, ScenarioEntry } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import type { Key } from '../../locales/en.ts';
import { chooseScenario, listed, renameInView, setDraft, showTab, useMocks, useMockView } from '../../state/mocks.ts';
import { announceUndo, toast } from '../../state/toasts.ts';

/** Says what went wrong beside the work. */
export function tellFailure({ code, message }: BenchError, name: string): void {
  toast({
    key: 'mocks.failed',
    values: { name, message: message.slice(0, 200) },
    words: { what: `error.${code}.title` },
    tone: 'error',
  });
}

/** False: it failed, and that was said. */
export async function done<T>(answer: Promise<Result<T>>, name: string): Promise<boolean> {
  const result = await answer;
  if (!result.ok) tellFailure(result.error, name);
  return result.ok;
}

export async function startScenario({ id, name, problems }: ScenarioEntry): Promise<void> {
  if (problems.errors > 0) {
    // Where the errors are.
    chooseScenario(id);
    showTab('file');
  }
  await done(bench().startScenario({ id }), name);
}

export async function stopScenario({ id, name }: ScenarioEntry): Promise<void> {
  await done(bench().stopScenario({ id }), name);
}

export async function startAll(): Promise<void> {
  const all = useMocks.getState().scenarios;
  const ready = all.filter(({ state, problems }) => !isOn(state.name) && problems.errors === 0);
  await Promise.all(ready.map(startScenario));
}

export async function stopAll(): Promise<void> {
  const all = useMocks.getState().scenarios;
  await Promise.all(all.filter(({ state, place }) => isOn(state.name) && place !== 'demo').map(stopScenario));
}

export const isOn = (name: ScenarioEntry['state']['name']): boolean => name === 'running' || name === 'starting';

/** Makes a file of a text, and shows it. */
export async function addScenario(
  name: string,
  text: string,
  rest: { json?: boolean; like?: string } = {},
): Promise<void> {
  const added = await bench().addScenario({ name, text, ...rest });
  if (!added.ok) {
    tellFailure(added.error, name);
    return;
  }
  await showScenario(added.value);
}

export async function openScenario(): Promise<void> {
  const opened = await bench().openScenario(undefined);
  if (!opened.ok) tellFailure(opened.error, '');
  else if (opened.value !== null) await showScenario(opened.value);
}

/** The list is told apart from the answer of what made a file, and may come after it. */
async function showScenario(id: string): Promise<void> {
  await listed(id);
  chooseScenario(id);
  showTab('file');
}

export async function mockCapture(): Promise<void> {
  await showMade(bench().mockWhatWasCaptured({ file: null }));
}

export async function mockDevice(deviceId: string): Promise<void> {
  await showMade(bench().mockWhatWasSeen({ deviceId }));
}

async function showMade(made: Promise<Result<string | null>>): Promise<void> {
  const result = await made;
  if (!result.ok) tellFailure(result.error, '');
  else if (result.value !== null) {
    await showScenario(result.value);
    toast({ key: 'mocks.made', values: { name: result.value } });
  }
}

/** A copy in the workspace, as of what is written now, with the files that it names. */
export async function copyScenario({ id, name, fileName }: ScenarioEntry): Promise<void> {
  const draft = useMockView.getState().drafts[id];
  const read = draft ? { ok: true as const, value: draft } : await bench().readScenario({ id });
  if (!read.ok) tellFailure(read.error, name);
  else await addScenario(name, read.value.text, { like: id, json: /\.json$/i.test(fileName) });
}

export async function renameScenario({ id }: ScenarioEntry, name: string): Promise<Result<string>> {
  const renamed = await bench().renameScenario({ id, name });
  if (renamed.ok) renameInView(id, renamed.value);
  return renamed;
}

/** What is written and not saved goes with it. */
export async function deleteScenario({ id, fileName, place, state }: ScenarioEntry): Promise<void> {
  const draft = useMockView.getState().drafts[id];
  if (!(await done(bench().deleteScenario({ id }), fileName))) return;
  setDraft(id, null);
  const key: Key = place === 'workspace' ? 'mocks.deleted' : 'mocks.closed';
  announceUndo({ key, values: { name: fileName } }, () => void bringBack());
  async function bringBack(): Promise<void> {
    const back = await bench().bringBackScenario({ id });
    if (!back.ok) {
      tellFailure(back.error, fileName);
      return;
    }
    if (draft) setDraft(back.value, draft);
    await listed(back.value);
    chooseScenario(back.value);
    if (isOn(state.name)) await done(bench().startScenario({ id: back.value }), fileName);
  }
}
