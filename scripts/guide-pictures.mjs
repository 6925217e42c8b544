import fs from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './run.mjs';

/** Makes the pictures of the guide anew, by the e2e run that otherwise compares them with the window. */
const taken = path.join(ROOT, 'test-results', 'guide');
const shown = path.join(ROOT, 'docs', 'guide', 'images');

fs.rmSync(taken, { recursive: true, force: true });
const code = await run(process.execPath, [path.join(ROOT, 'scripts', 'e2e.mjs'), 'e2e/guide.spec'], {
  env: { RENEW_GUIDE: '1' },
});
if (code === 0) {
  fs.rmSync(shown, { recursive: true, force: true });
  fs.cpSync(taken, shown, { recursive: true });
  console.log(`${path.relative(ROOT, shown)} is new: look at each picture before you commit it`);
}
process.exitCode = code;
