import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Bench } from '../../bench.ts';

/** Saves without end, and prints the number that is on the disk. Its parent kills it. */
const workspace = process.argv[2] ?? '';
const bench = new Bench({ workspace });
const { devices } = await bench.handlers.snapshot(undefined);
const { id } = devices[0] ?? (await bench.handlers.addDevice({ url: 'vsoa://127.0.0.1:9', connect: false }));
const file = path.join(workspace, 'devices.json');
let number = 0;
setInterval(() => {
  number += 1;
  void bench.handlers.editDevice({ id, name: String(number) });
}, 1);
setInterval(() => {
  if (!existsSync(file)) return;
  const saved = /"name": "(\d+)"/.exec(readFileSync(file, 'utf8'));
  process.stdout.write(`${saved?.[1] ?? 0}\n`);
}, 5);
