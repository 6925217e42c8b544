import type { ScenarioEntry } from '../contract.ts';
import { hostAndPort } from '../host-and-port.ts';
import type { MadeFile } from '../scenario/from-reality/made.ts';
import type { RunningScenario } from '../scenario/types.ts';
import { summaryOf } from './views.ts';

/** What no file is called. */
export const DEMO = 'demo:';

/** The demo vehicle as it runs. */
export interface DemoScenario {
  name: string;
  /** Of the file that it is made of. */
  text: string;
  /** What the text names. */
  files: readonly MadeFile[];
  scenario: RunningScenario;
}

export function demoEntry({ name, scenario: { since, ecus, positions } }: DemoScenario): ScenarioEntry {
  const at = positions?.address;
  return {
    id: DEMO,
    name,
    fileName: 'vehicle.yaml',
    place: 'demo',
    revision: '',
    error: null,
    problems: { errors: 0, warnings: 0 },
    ecus: ecus.map((ecu) => ecu.name),
    autostart: false,
    state: {
      name: 'running',
      since,
      ecus: ecus.map(summaryOf),
      positions: at ? hostAndPort(at.host, at.port) : null,
      error: null,
    },
    stale: false,
  };
}
