// Writes what is made from the code: scenario.schema.json and the tables of the documents. node scripts/reference.mjs
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { ROOT as root } from './run.mjs';

const { module } = await runnerImport(path.join(root, 'scripts/reference/written.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@vsoa-testbench/core': path.join(root, 'core/src/index.ts') } },
});
for (const [file, text] of Object.entries(module.written())) writeFileSync(path.join(root, file), text);
