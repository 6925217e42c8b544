import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock, Tap } from '@vsoa-testbench/core';
import type { Mock } from '../contract.ts';
import type { Ecu } from '../scenario/ecu.ts';
import { loadScenario } from '../scenario/file/load.ts';
import type { ScenarioSpec } from '../scenario/file/schema.ts';
import { Scenario } from '../scenario/scenario.ts';
import { vehicleFiles, vehicleText } from './vehicle-files.ts';

export interface DemoVehicleOptions {
  name: string;
  tap: Tap;
  clock: Clock;
  /** Called when what `describe` says has changed. */
  onChange: () => void;
  /** Something that is shown of its scenario is another: see `Scenario`. */
  onScenario: () => void;
}

/** The ECU to connect to: it answers for the whole car. */
const GATEWAY = 'vehicle';

/** examples/vehicle as it runs on free ports of 127.0.0.1. Each start is a new vehicle. */
export class DemoVehicle {
  readonly name: string;
  readonly scenario: Scenario;
  readonly #gateway: Ecu;
  readonly #folder: string;
  readonly #onChange: () => void;

  /** Rejects as servers do that cannot listen, and as files do. */
  static async start({ name, tap, clock, onChange, onScenario }: DemoVehicleOptions): Promise<DemoVehicle> {
    const folder = await mkdtemp(path.join(tmpdir(), 'vsoa-testbench-demo-'));
    try {
      await Promise.all(vehicleFiles.map((file) => writeFile(path.join(folder, file.name), file.bytes)));
      let clients = 0;
      const changed = () => {
        onScenario();
        const now = vehicle?.describe().clients ?? 0;
        if (now === clients) return;
        clients = now;
        onChange();
      };
      const scenario = new Scenario({ spec: specOf(name), folder, tap, clock, onChange: changed });
      let vehicle: DemoVehicle | undefined;
      await scenario.start();
      vehicle = new DemoVehicle(name, scenario, folder, onChange);
      return vehicle;
    } catch (error) {
      await remove(folder);
      throw error;
    }
  }

  private constructor(name: string, scenario: Scenario, folder: string, onChange: () => void) {
    this.name = name;
    this.scenario = scenario;
    this.#gateway = scenario.ecu(GATEWAY);
    this.#folder = folder;
    this.#onChange = onChange;
  }

  get url(): string {
    return this.#gateway.url;
  }

  /** Also ends the waiting of slow answers; they are not sent any more. */
  async stop(): Promise<void> {
    await this.scenario.close();
    await remove(this.#folder);
    this.#onChange();
  }

  describe(): Mock {
    const { name, url } = this;
    return { id: 'demo', name, url, demo: true, clients: this.#gateway.clients.length, since: this.scenario.since };
  }
}

/** With the name in the user's language. */
function specOf(name: string): ScenarioSpec {
  const { spec, problems } = loadScenario(vehicleText, 'vehicle.yaml');
  if (spec === null) throw new Error(`the demo vehicle cannot be understood: ${problems[0]?.message ?? ''}`);
  const ecus = spec.ecus.map((ecu) =>
    ecu.name === GATEWAY ? { ...ecu, info: { ...(ecu.info as object), name } } : ecu,
  );
  return { ...spec, name, ecus };
}

/** What is left of it is in the system's temporary folder. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
