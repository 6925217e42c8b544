import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsOf, missingLine, Running, runCommands } from './commands.ts';
import { blocksOf, pages, ROOT, read } from './pages.ts';
import { World } from './world.ts';

const world = new World();
const mayCapture = process.getuid?.() === 0;
const NOT_RUN = /^not run: (.*)$/s;
/** Of the commands that no test could run; those that another test runs do not count. */
const MOST_NOT_RUN = 6;

const all = pages()
  .map((page) => ({ page, commands: commandsOf(blocksOf(read(page))) }))
  .filter(({ commands }) => commands.length > 0);

beforeAll(() => world.start());
afterAll(() => world.close());

describe('every command of the pages runs, in order', () => {
  // What captures is only for root.
  const runnable = all.map(({ page, commands }) => ({
    page,
    commands: commands.filter(({ note }) => !NOT_RUN.test(note)),
  }));
  for (const { page, commands } of runnable.filter((each) => each.commands.length > 0)) {
    const captures = commands.some(({ text }) => text.includes('sudo '));
    it.skipIf(captures && !mayCapture)(`${page}: ${commands.length} blocks`, () => runPage(page, commands), 600_000);
  }
});

it('what is not run says why, or which test runs it', () => {
  const reasons = all.flatMap(({ page, commands }) =>
    commands.flatMap(({ note, line }) => {
      const [, reason] = NOT_RUN.exec(note) ?? [];
      return reason === undefined ? [] : [{ at: `${page}:${line}`, reason, by: /run by (\S+)$/.exec(reason)?.[1] }];
    }),
  );
  for (const { at, reason, by } of reasons) {
    expect(reason, at).toMatch(/^(?:opens a window|needs |run by )/);
    if (by !== undefined) expect(existsSync(path.join(ROOT, by)), `${at}: ${by}`).toBe(true);
  }
  const untested = reasons.filter(({ by }) => by === undefined);
  expect(untested.length, untested.map(({ at }) => at).join(' ')).toBeLessThanOrEqual(MOST_NOT_RUN);
});

it('notes before commands are those that are known', () => {
  const notes = all.flatMap(({ page, commands }) =>
    commands.map(({ note, line }) => ({ at: `${page}:${line}`, note })),
  );
  for (const { at, note } of notes)
    expect(note, at).toMatch(/^(?:not run: .+|beside the next|.*written by scripts.*)?$/);
});

async function runPage(page: string, commands: readonly Commands[]): Promise<void> {
  const place = world.workplace(page);
  let beside: { block: Commands; running: Running } | undefined;
  for (const block of commands) {
    if (block.note === 'beside the next') {
      beside = { block, running: new Running(world, place, block.text) };
      await beside.running.says(/\S/);
      continue;
    }
    expectDone(page, block, await runCommands(world, place, block.text));
    if (!beside) continue;
    if (beside.block.text.includes('tcpdump')) await world.untilCaptured(place);
    expectDone(page, beside.block, await beside.running.interrupted());
    beside = undefined;
  }
}

function expectDone(page: string, block: Commands, { code, output }: { code: number | null; output: string }): void {
  expect(code, `${page}:${block.line} ended so:\n${output}`).toBe(0);
  const missing = missingLine(world.translated(block.prints), output);
  expect(missing, `${page}:${block.line} printed only:\n${output}`).toBeUndefined();
}
