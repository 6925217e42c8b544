import type { Mock } from '../contract.ts';
import type { DemoScenario } from '../mocks/demo-entry.ts';
import { DemoVehicle, type DemoVehicleOptions } from './vehicle.ts';
import { vehicleFiles, vehicleText } from './vehicle-files.ts';

/** The one demo vehicle of a bench: started at most once, however often it is asked for. */
export class Demo {
  readonly #options: Omit<DemoVehicleOptions, 'name'>;
  #starting: Promise<DemoVehicle> | undefined;
  #running: DemoVehicle | undefined;

  constructor(options: Omit<DemoVehicleOptions, 'name'>) {
    this.#options = options;
  }

  get mocks(): Mock[] {
    return this.#running ? [this.#running.describe()] : [];
  }

  /** While it runs. */
  get scenario(): DemoScenario | undefined {
    if (!this.#running) return undefined;
    const { name, scenario } = this.#running;
    return { name, scenario, text: vehicleText, files: vehicleFiles };
  }

  /** Answers its url. `name` is only for a vehicle that is not running yet. */
  async start(name: string): Promise<string> {
    this.#starting ??= this.#start(name);
    const vehicle = await this.#starting;
    return vehicle.url;
  }

  async stop(): Promise<void> {
    const starting = this.#starting;
    this.#starting = undefined;
    // Where it could not start, whoever started it was told.
    const vehicle = await starting?.catch(() => undefined);
    if (vehicle === this.#running) this.#running = undefined;
    await vehicle?.stop();
    if (vehicle) this.#options.onScenario();
  }

  async #start(name: string): Promise<DemoVehicle> {
    try {
      const vehicle = await DemoVehicle.start({ ...this.#options, name });
      this.#running = vehicle;
      this.#options.onChange();
      this.#options.onScenario();
      return vehicle;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
  }
}
