import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { quantile } from '../quantile.ts';
import type { Result } from '../result.ts';

const ROUNDS = 9;
/** Times an empty window of the same runtime. */
const TARGET = 2;

/**
 * A cold start with no user data yet: from the start of the process until the first field of the first pane was drawn
 * with the letter that was typed into it. In turns with a window of one field and nothing else.
 */
export async function* start(): AsyncGenerator<Result> {
  const ours: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(await usableAfter('benchmarks/empty-window'));
    ours.push(await usableAfter('.'));
  }
  const result = { ours: quantile(ours, 0.5), reference: quantile(empty, 0.5) };
  const ratio = result.ours / result.reference;
  yield {
    work: 'cold start to a usable window, at most',
    unit: 'ms',
    ...result,
    referenceName: 'empty window',
    ratio,
    target: TARGET,
    reached: ratio <= TARGET,
  };
}

async function usableAfter(app: string): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vsoa-testbench-start-'));
  try {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const { stdout } = await promisify(execFile)(executable(), [
      '-r',
      path.resolve('benchmarks/start-probe.cjs'),
      app,
      `--user-data-dir=${folder}`,
      ...sandbox,
    ]);
    const { usable, shown } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { usable: number; shown: boolean };
    if (!shown) throw new Error(`the window of ${app} was not shown when it was measured`);
    return usable;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function executable(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined) throw new Error('start this by npm run bench, which finds an Electron');
  return path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}
