import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { ScenarioEntry, ScenarioList } from '../../../testbench/contract.ts';
import { keptDrafts, workspaceStorage } from './kept.ts';

/** Written by the events of the bench. */
export const useMocks = create<ScenarioList>()(() => ({ scenarios: [], leftOut: 0, error: null }));

export const scenarioById =
  (id: string | null) =>
  ({ scenarios }: ScenarioList): ScenarioEntry | undefined =>
    scenarios.find((each) => each.id === id);

/** A text that is not saved yet. */
export interface ScenarioDraft {
  text: string;
  /** Of the file when it was read; '' once that is to be written over. */
  base: string;
}

export type MockTab = 'overview' | 'commands' | 'topics' | 'datagrams' | 'clients' | 'faults' | 'state' | 'file';

interface MockView {
  /** The scenario that is looked at, and the ECU of it. */
  chosen: string | null;
  ecu: string | null;
  tab: MockTab;
  drafts: Record<string, ScenarioDraft>;
  /** Scenarios whose ECUs are folded away. */
  folded: string[];
}

/** Characters of all drafts that are kept for the next start. */
const MAX_KEPT = 500_000;

export const useMockView = create<MockView>()(
  persist((): MockView => ({ chosen: null, ecu: null, tab: 'overview', drafts: {}, folded: [] }), {
    name: 'mocks',
    version: 1,
    storage: createJSONStorage(() => workspaceStorage),
    partialize: ({ drafts, ...view }) => ({
      ...view,
      drafts: Object.fromEntries(
        Object.entries(keptDrafts<ScenarioDraft | null>(drafts, MAX_KEPT, () => null)).filter(([, draft]) => draft),
      ),
    }),
  }),
);

export function chooseScenario(id: string | null, ecu: string | null = null): void {
  useMockView.setState(({ tab }) => ({ chosen: id, ecu, tab: tabFor(tab, ecu) }));
}

/** Resolves once there is that scenario. */
export async function listed(id: string): Promise<void> {
  if (scenarioById(id)(useMocks.getState())) return;
  await new Promise<void>((resolve) => {
    const stop = useMocks.subscribe((list) => {
      if (!scenarioById(id)(list)) return;
      stop();
      resolve();
    });
  });
}

export function showTab(tab: MockTab): void {
  useMockView.setState({ tab });
}

export function setDraft(id: string, draft: ScenarioDraft | null): void {
  useMockView.setState(({ drafts }) => {
    const others = Object.fromEntries(Object.entries(drafts).filter(([each]) => each !== id));
    return { drafts: draft === null ? others : { ...others, [id]: draft } };
  });
}

/** What is looked at and written stays with a file that has got another name. */
export function renameInView(from: string, to: string): void {
  useMockView.setState(({ chosen, drafts: { [from]: draft, ...others } }) => ({
    ...(chosen === from && { chosen: to }),
    drafts: draft ? { ...others, [to]: draft } : others,
  }));
}

export function foldScenario(id: string, folded: boolean): void {
  useMockView.setState(({ folded: before }) => {
    const others = before.filter((each) => each !== id);
    return { folded: folded ? [...others, id] : others };
  });
}

/** A scenario has an overview and its file; an ECU has all but the overview. */
function tabFor(tab: MockTab, ecu: string | null): MockTab {
  if (tab === 'file') return tab;
  if (ecu === null) return 'overview';
  return tab === 'overview' ? 'commands' : tab;
}
