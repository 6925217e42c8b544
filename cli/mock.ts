import { unwatchFile, watchFile } from 'node:fs';
import { BenchFailure } from '../testbench/errors.ts';
import { saveFile } from '../testbench/save-file.ts';
import { Expectations } from '../testbench/scenario/expectations/expectations.ts';
import type { ScenarioSpec } from '../testbench/scenario/file/schema.ts';
import { junitOf } from '../testbench/scenario/junit.ts';
import {
  problemText,
  type ReadScenario,
  readScenarioFile,
  ScenarioFileError,
} from '../testbench/scenario/read-file.ts';
import { Scenario } from '../testbench/scenario/scenario.ts';
import { chosen } from '../testbench/scenario/start-scenario.ts';
import type { ExpectationResult, RunningEcu } from '../testbench/scenario/types.ts';
import { Expression } from '../testbench/scenario/values/expression.ts';
import { ValueError } from '../testbench/scenario/values/types.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { complain, type Output, printable } from './output.ts';
import { stopSignal } from './stop.ts';
import { until } from './until.ts';

export interface MockOptions {
  for?: number;
  expect?: boolean;
  junit?: string;
  ecu?: string[];
  port?: number;
  seed?: number;
}

/** Between two looks at the file, ms: an editor may put another one in its place, which no watch of a file sees. */
const LOOK = 250;

/** Runs mock ECUs until the user ends it, the time is over or, where that is asked, all that is expected has happened. */
export async function mock(file: string, options: MockOptions, output: Output): Promise<ExitCode> {
  const user = stopSignal();
  const read = await readOrSay(file, options);
  if (read === undefined) return Exit.WRONG_USE;
  const isJudged = options.expect === true || options.junit !== undefined;
  if (isJudged && (read.spec.expect ?? []).length === 0) throw new UsageError(`${file}: expected something in expect:`);
  const running = new RunningMock(file, read, options, output);
  await running.start();
  try {
    await running.ended(user, isJudged);
  } finally {
    await running.close();
  }
  return running.conclude(isJudged);
}

class RunningMock {
  readonly #file: string;
  readonly #options: MockOptions;
  readonly #output: Output;
  readonly #scenario: Scenario;
  readonly #expectations: Expectations;
  #isMet: () => void = () => {};
  #applying: Promise<void> = Promise.resolve();
  #summary: string[] = [];
  #endedAt = 0;

  constructor(file: string, { spec, folder }: ReadScenario, options: MockOptions, output: Output) {
    this.#file = file;
    this.#options = options;
    this.#output = output;
    this.#expectations = new Expectations(spec.expect ?? [], (text) => Expression.compile(text));
    this.#scenario = understood(file, () => {
      return new Scenario({
        spec,
        folder,
        onEvent: (event) => {
          this.#expectations.hear(event);
          if (this.#expectations.areMet) this.#isMet();
        },
      });
    });
  }

  async start(): Promise<void> {
    await this.#scenario.start();
    this.#sayListening(this.#scenario.ecus);
    const address = this.#scenario.positions?.address;
    if (address) this.#say({ event: 'positions', ...address }, `positions ${address.host}:${address.port}`);
    this.#output.message(`running with seed ${this.#scenario.seed}; Ctrl-C ends it`);
    watchFile(this.#file, { interval: LOOK }, (now, before) => {
      if (now.mtimeMs === before.mtimeMs || now.mtimeMs === 0) return;
      this.#applying = this.#applying.then(() => this.#apply());
    });
  }

  async ended(user: AbortSignal, isJudged: boolean): Promise<void> {
    await until(user, this.#options.for, (done) => {
      this.#isMet = () => {
        if (isJudged) done();
      };
      if (this.#expectations.areMet) this.#isMet();
    });
    this.#endedAt = Date.now();
    this.#summary = this.#scenario.ecus.map(summaryOf);
  }

  async close(): Promise<void> {
    unwatchFile(this.#file);
    await this.#applying;
    await this.#scenario.close();
  }

  async conclude(isJudged: boolean): Promise<ExitCode> {
    const results = this.#expectations.results();
    for (const result of results) this.#say({ event: 'expectation', ...result }, resultLine(result));
    for (const line of this.#summary) this.#output.message(line);
    if (this.#options.junit !== undefined) await this.#writeJunit(this.#options.junit, results);
    const failed = results.filter(({ passed }) => !passed).length;
    if (results.length > 0) {
      const text = `${results.length - failed} of ${results.length} expectations met`;
      this.#output.message(text, failed > 0 ? 'bad' : 'good');
    }
    return isJudged && failed > 0 ? Exit.REFUSED : Exit.OK;
  }

  /** A file that is wrong is said, and what runs goes on as it was. */
  async #apply(): Promise<void> {
    try {
      const { spec } = await readChosen(this.#file, this.#options);
      const before = this.#scenario.ecus;
      const { restarted } = await this.#scenario.apply(spec);
      this.#expectations.replace(spec.expect ?? []);
      const how = restarted.length > 0 ? `restarted ${restarted.join(', ')}` : 'no ECU was restarted';
      this.#output.message(`${printable(this.#file)} has changed and is applied; ${how}`);
      if (this.#output.json) this.#output.line(JSON.stringify({ event: 'applied', restarted }));
      this.#sayListening(this.#scenario.ecus.filter((ecu) => !before.includes(ecu) || restarted.includes(ecu.name)));
      for (const { name } of before) {
        if (!spec.ecus.some((ecu) => ecu.name === name)) this.#output.message(`${printable(name)} is gone`);
      }
    } catch (error) {
      sayProblems(error);
      this.#output.message('what runs goes on as it was', 'bad');
    }
  }

  #sayListening(ecus: readonly RunningEcu[]): void {
    const { seed } = this.#scenario;
    for (const { name, url } of ecus) {
      this.#say({ event: 'listening', ecu: name, url, seed }, `${printable(name)} ${url}`);
    }
  }

  #say(json: object, text: string): void {
    this.#output.line(this.#output.json ? JSON.stringify(json) : text);
  }

  async #writeJunit(file: string, results: readonly ExpectationResult[]): Promise<void> {
    const { spec, since, seed, ecus } = this.#scenario;
    const notes = ecus.map(({ name, url }) => `${name} ${url}`);
    const name = spec.name ?? this.#file;
    const xml = junitOf(results, { name, since, durationMs: this.#endedAt - since, seed, notes });
    await saveFile(file, [Buffer.from(xml)]);
    this.#output.message(`the report is in ${printable(file)}`);
  }
}

/** Undefined where the file is wrong, which was said then. */
async function readOrSay(file: string, options: MockOptions): Promise<ReadScenario | undefined> {
  try {
    const read = await readChosen(file, options);
    for (const warning of read.warnings) process.stderr.write(`${printable(problemText(file, warning))}\n`);
    return read;
  } catch (error) {
    if (!(error instanceof ScenarioFileError)) throw error;
    sayProblems(error);
    return undefined;
  }
}

async function readChosen(file: string, { ecu, port, seed }: MockOptions): Promise<ReadScenario> {
  const read = await readScenarioFile(file);
  try {
    const spec = chosen(read.spec, { ecus: ecu, seed });
    return { ...read, spec: port === undefined ? spec : withPorts(spec, port) };
  } catch (error) {
    if (error instanceof BenchFailure && error.code === 'NO_SUCH_ECU') throw new UsageError(error.message);
    throw error;
  }
}

/** ECUs that have no port get one from `first` on; those that the file gives away are left out. */
function withPorts(spec: ScenarioSpec, first: number): ScenarioSpec {
  const taken = new Set(spec.ecus.map(({ port }) => port));
  let next = first;
  const free = () => {
    while (taken.has(next)) next += 1;
    if (next > 65_535) throw new UsageError(`expected a lower --port: there are not enough above ${first}`);
    return next++;
  };
  return { ...spec, ecus: spec.ecus.map((ecu) => ({ ...ecu, port: ecu.port ?? free() })) };
}

/** Lines as compilers have them, that editors can follow. */
function sayProblems(error: unknown): void {
  if (!(error instanceof ScenarioFileError)) complain((error as Error).message);
  else for (const line of error.message.split('\n')) process.stderr.write(`${printable(line)}\n`);
}

function understood(file: string, make: () => Scenario): Scenario {
  try {
    return make();
  } catch (error) {
    if (error instanceof ValueError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

function resultLine({ title, passed, message, afterMs }: ExpectationResult): string {
  // The title may be what was expected, which the message says too.
  if (!passed) return printable(message.includes(title) ? `failed ${message}` : `failed ${title}: ${message}`);
  return printable(`met ${title} (after ${((afterMs ?? 0) / 1_000).toFixed(3)} s)`);
}

function summaryOf({ name, commands, topics, datagrams, clients }: RunningEcu): string {
  const calls = commands.reduce((sum, each) => sum + each.calls, 0);
  const published = topics.reduce((sum, each) => sum + each.published, 0);
  const received = datagrams.reduce((sum, each) => sum + each.received, 0);
  const parts = [
    `${calls} calls`,
    `${published} published`,
    `${received} datagrams`,
    `${clients.length} still connected`,
  ];
  return printable(`${name}: ${parts.join(', ')}`);
}
