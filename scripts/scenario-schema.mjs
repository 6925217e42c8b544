// Writes scenario.schema.json and the reference in docs/scenario.md: node scripts/scenario-schema.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { ROOT as root } from './run.mjs';

const conditions = ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'];
const { module } = await runnerImport(path.join(root, 'scripts/scenario-reference.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
});
const doc = path.join(root, 'docs/scenario.md');
writeFileSync(path.join(root, 'scenario.schema.json'), module.schemaText());
writeFileSync(doc, module.withReference(readFileSync(doc, 'utf8')));
