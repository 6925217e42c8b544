import fs from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './run.mjs';

/** Makes the picture in the README anew, by the e2e run that looks at every pane. */
const taken = path.join(ROOT, 'test-results', 'screenshots', 'traffic-light-en.png');
const shown = path.join(ROOT, 'docs', 'images', 'testbench.png');

const code = await run(process.execPath, [path.join(ROOT, 'scripts', 'e2e.mjs'), 'look', '-g', 'light, en']);
if (code === 0) {
  fs.mkdirSync(path.dirname(shown), { recursive: true });
  fs.copyFileSync(taken, shown);
  console.log(`${path.relative(ROOT, shown)} is new`);
}
process.exitCode = code;
