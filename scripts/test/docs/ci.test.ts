import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommands } from './commands.ts';
import { blocksOf, ROOT, read } from './pages.ts';
import { World } from './world.ts';

interface Job {
  /** Where it is on the page. */
  at: string;
  /** Each in a shell of its own. */
  scripts: string[];
  artifacts: string[];
}
interface Step {
  run?: string;
  with?: { path?: string };
}
interface GitLabJob {
  before_script?: string[];
  script: string[];
  artifacts?: { paths?: string[]; reports?: { junit?: string } };
}
type Yaml = {
  jobs?: Record<string, { steps: Step[] }>;
  runs?: { steps: Step[] };
  [name: string]: unknown;
};

/**
 * What only a runner can do: `npm ci` is how `.ci/run` begins, Playwright's tests are those of examples/hmi-test, and what
 * a linked package gives is tested in library.test.ts.
 */
const OF_RUNNERS = /^(?:git clone|npm ci\b|npm link|npx playwright )/;

const world = new World();
beforeAll(() => world.start());
afterAll(() => world.close());

const page = 'docs/in-ci.md';
const jobs = blocksOf(read(page))
  .filter(({ language }) => language === 'yaml')
  .flatMap(({ text, line }) => jobsOf(parse(text) as Yaml, `${page}:${line}`));

it('has jobs for both, and each of them installs or uses the command', () => {
  expect(jobs.length).toBeGreaterThan(5);
});

it.each(jobs)(
  '$at does what it says',
  async ({ at, scripts, artifacts }) => {
    const place = project(at);
    for (const script of scripts) {
      const { code, output } = await runCommands(world, place, script);
      expect({ code, output }).toEqual({ code: 0, output });
    }
    expect(readdirSync(place)).toEqual(expect.arrayContaining(artifacts));
    const reports = artifacts.filter((name) => name.endsWith('.xml'));
    for (const name of reports) {
      expect(readFileSync(path.join(place, name), 'utf8')).toMatch(/<testsuites?[^>]* failures="0"/);
    }
  },
  300_000,
);

/** A project of a user: the example with its scenario and program, and a checkout beside it. */
function project(at: string): string {
  const place = world.workplace(at);
  cpSync(path.join(ROOT, 'examples/hmi-test'), place, { recursive: true });
  symlinkSync(ROOT, path.join(place, 'vsoa-testbench'));
  return place;
}

function jobsOf(yaml: Yaml, at: string): Job[] {
  const ofGitHub = [...Object.values(yaml.jobs ?? {}), ...(yaml.runs ? [yaml.runs] : [])];
  if (ofGitHub.length > 0) {
    return ofGitHub.map(({ steps }) => ({
      at,
      scripts: steps.flatMap(({ run }) => (run === undefined ? [] : [runnable(run.split('\n'))])),
      artifacts: steps.flatMap((step) => (step.with?.path?.includes('.') ? [step.with.path] : [])),
    }));
  }
  return Object.values(yaml as Record<string, GitLabJob>).map(({ before_script = [], script, artifacts }) => ({
    at,
    scripts: [runnable([...before_script, ...script])],
    artifacts: [...(artifacts?.paths ?? []), ...(artifacts?.reports?.junit ? [artifacts.reports.junit] : [])],
  }));
}

function runnable(lines: readonly string[]): string {
  return lines.filter((line) => !OF_RUNNERS.test(line)).join('\n');
}
