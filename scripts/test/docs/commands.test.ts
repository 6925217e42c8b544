import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsOf, missingLine, type Ran, Running, runCommands } from './commands.ts';
import { blocksOf, pages, ROOT, read } from './pages.ts';
import { World } from './world.ts';

const world = new World();
const mayCapture = process.getuid?.() === 0;
/** Each run of CI begins so (`.ci/run`), and its end-to-end tests start the app. */
const BEGINS_CI = /^npm ci\b/;
const NOT_RUN = /^not run: (.*)$/s;
/** Of the commands that no test could run; those that another test runs do not count. */
const MOST_NOT_RUN = 6;

const all = pages()
  .map((page) => ({ page, commands: commandsOf(blocksOf(read(page))) }))
  .filter(({ commands }) => commands.length > 0);

beforeAll(() => world.start());
afterAll(() => world.close());

const runnable = all
  .map(({ page, commands }) => ({ page, commands: commands.filter(isRun) }))
  .filter(({ commands }) => commands.length > 0);
const captures = ({ commands }: { commands: Commands[] }) => commands.some(({ text }) => text.includes('sudo '));
const LONG = { timeout: 600_000 };

describe('every command of a page runs, in order', () => {
  it.each(runnable.filter((each) => !captures(each)))('$page', LONG, async ({ page, commands }) => {
    await expect(failureOf(page, commands)).resolves.toBeUndefined();
  });

  describe.skipIf(!mayCapture)('and where it captures (only root may)', () => {
    it.each(runnable.filter(captures))('$page', LONG, async ({ page, commands }) => {
      await expect(failureOf(page, commands)).resolves.toBeUndefined();
    });
  });
});

it('what is not run says why, or which test runs it', () => {
  const reasons = all.flatMap(({ page, commands }) =>
    commands.flatMap(({ note, line }) => {
      const [, reason] = NOT_RUN.exec(note) ?? [];
      return reason === undefined ? [] : [`${page}:${line} ${reason}`];
    }),
  );
  const untested = reasons.filter(
    (each) => !existsSync(path.join(ROOT, / run by (\S+)$/.exec(each)?.[1] ?? 'nowhere')),
  );
  expect(untested.filter((each) => !/:\d+ (?:opens a window|needs )/.test(each))).toEqual([]);
  expect(untested.slice(MOST_NOT_RUN)).toEqual([]);
});

it('notes before commands are those that are known', () => {
  const known = /^(?:not run: .+|beside the next|.*written by scripts.*)?$/;
  const notes = all.flatMap(({ page, commands }) =>
    commands.map(({ note, line }) => ({ at: `${page}:${line}`, note })),
  );
  expect(notes.filter(({ note }) => !known.test(note))).toEqual([]);
});

function isRun({ note, text }: Commands): boolean {
  return !NOT_RUN.test(note) && !BEGINS_CI.test(text);
}

/** The first block of a page that does not do what the page says, with its output. */
async function failureOf(page: string, commands: readonly Commands[]): Promise<string | undefined> {
  const place = world.workplace(page);
  let beside: { block: Commands; running: Running } | undefined;
  for (const block of commands) {
    if (block.note === 'beside the next') {
      beside = { block, running: new Running(world, place, block.text) };
      await beside.running.says(/\S/);
      continue;
    }
    const failure = wrongWith(page, block, await runCommands(world, place, block.text));
    if (failure !== undefined) return failure;
    if (!beside) continue;
    if (beside.block.text.includes('tcpdump')) await world.untilCaptured(place);
    const left = wrongWith(page, beside.block, await beside.running.interrupted());
    if (left !== undefined) return left;
    beside = undefined;
  }
  return undefined;
}

function wrongWith(page: string, block: Commands, { code, output }: Ran): string | undefined {
  const at = `${page}:${block.line}`;
  if (code !== 0) return `${at} ended with ${code}:\n${output}`;
  const missing = missingLine(world.translated(block.prints), output);
  return missing === undefined ? undefined : `${at} did not print ${missing}:\n${output}`;
}
