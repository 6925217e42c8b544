import type {
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestInfo,
  TestType,
} from '@playwright/test';
import { type ScenarioHandle, type StartScenarioOptions, startScenario } from './start-scenario.ts';

export type { ScenarioHandle, StartScenarioOptions } from './start-scenario.ts';

export interface ScenarioFixtures {
  /** Mock ECUs for this test, as they are at their start. */
  scenario: ScenarioHandle;
}

interface WorkerFixtures {
  workerScenario: ScenarioHandle | null;
}

export interface WithScenarioOptions extends StartScenarioOptions {
  /**
   * `test` (the default): each test has ECUs of its own. `worker`: those of a worker are started once, and reset before
   * each of its tests, so that what is connected to them stays connected.
   */
  scope?: 'test' | 'worker' | undefined;
}

type Test = TestType<PlaywrightTestArgs & PlaywrightTestOptions, PlaywrightWorkerArgs & PlaywrightWorkerOptions>;

/**
 * `test` of Playwright with a fixture `scenario`. Ports are free ones, so that workers do not get in each other's way,
 * unless `freePorts: false` says otherwise. After each test its result has the report, as JUnit XML and as text; a test
 * that passed fails where the file expects something that did not happen.
 *
 * Takes `test` of the project that runs the tests, as Playwright must not be loaded twice.
 */
export function withScenario<Args extends object, WorkerArgs extends object>(
  base: TestType<Args, WorkerArgs>,
  source: Parameters<typeof startScenario>[0],
  { scope = 'test', ...options }: WithScenarioOptions = {},
): TestType<Args & ScenarioFixtures, WorkerArgs> {
  const start = () => startScenario(source, { freePorts: true, ...options });
  const extended = (base as unknown as Test).extend<ScenarioFixtures, WorkerFixtures>({
    workerScenario: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
      async ({}, provide) => {
        const scenario = scope === 'worker' ? await start() : null;
        await provide(scenario);
        await scenario?.close();
      },
      { scope: 'worker' },
    ],

    scenario: async ({ workerScenario }, provide, info) => {
      const scenario = workerScenario ?? (await start());
      try {
        if (workerScenario) scenario.reset();
        await provide(scenario);
        await report(scenario, info);
      } finally {
        if (!workerScenario) await scenario.close();
      }
    },
  });
  return extended as unknown as TestType<Args & ScenarioFixtures, WorkerArgs>;
}

/** What else went wrong in the test is more telling than what did not happen because of it. */
async function report(scenario: ScenarioHandle, info: TestInfo): Promise<void> {
  const results = scenario.report();
  if (results.length === 0) return;
  const lines = results.map(({ title, passed, message }) => (passed ? `met ${title}` : `not met: ${message}`));
  const text = [`seed ${scenario.seed}`, ...lines].join('\n');
  await info.attach('scenario.txt', { body: text, contentType: 'text/plain' });
  await info.attach('scenario.xml', { body: scenario.junit(), contentType: 'application/xml' });
  const failed = results.filter(({ passed }) => !passed);
  if (failed.length === 0 || info.status !== info.expectedStatus) return;
  throw new Error(`the scenario expected what did not happen:\n${failed.map(({ message }) => message).join('\n')}`);
}
