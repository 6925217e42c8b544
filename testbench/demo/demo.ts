import type { Mock } from '../contract.ts';
import { DemoVehicle, type DemoVehicleOptions } from './vehicle.ts';

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
  }

  async #start(name: string): Promise<DemoVehicle> {
    try {
      const vehicle = new DemoVehicle({ ...this.#options, name });
      await vehicle.start();
      this.#running = vehicle;
      this.#options.onChange();
      return vehicle;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
  }
}
