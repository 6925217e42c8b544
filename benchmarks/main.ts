import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Result } from './result.ts';
import { codec } from './works/codec.ts';
import { filter } from './works/filter.ts';
import { log } from './works/log.ts';
import { publish } from './works/publish.ts';
import { rpc } from './works/rpc.ts';
import { scenario } from './works/scenario.ts';
import { soak } from './works/soak.ts';
import { start } from './works/start.ts';
import { stream } from './works/stream.ts';
import { transfer } from './works/transfer.ts';
import { window } from './works/window.ts';

/** Measures by name; each yields its results as it has them. */
const works: Record<string, () => AsyncGenerator<Result>> = {
  rpc,
  publish,
  stream,
  transfer,
  codec,
  log,
  filter,
  window,
  start,
  scenario,
  soak,
};

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
/** Takes ten minutes, so only where it is asked for. */
const LONG = new Set(['soak']);
const usual = Object.keys(works).filter((name) => !LONG.has(name));
const chosen = values.only === undefined ? usual : values.only.split(',');
const unknown = chosen.filter((name) => !(name in works));
if (unknown.length > 0) {
  console.error(`--only takes ${Object.keys(works).join(', ')}; not ${unknown.join(', ')}`);
  process.exit(2);
}

const results: Result[] = [];
for (const name of chosen) {
  for await (const result of works[name]?.() ?? []) {
    results.push(result);
    console.error(`${result.work}: done`);
  }
}

console.table(
  results.map(({ work, unit, ours, reference, referenceName, ratio, target, reached, loss, referenceLoss }) => ({
    work,
    unit,
    ours: `${Math.round(ours)}${percent(loss)}`,
    reference: `${Math.round(reference)}${percent(referenceLoss)} (${referenceName})`,
    ratio: ratio.toFixed(2),
    target,
    reached,
  })),
);
const file = positionals[0] ?? 'benchmarks/out/results.json';
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);

function percent(loss: number | undefined): string {
  return loss === undefined ? '' : `, ${(loss * 100).toFixed(0)} % lost`;
}
