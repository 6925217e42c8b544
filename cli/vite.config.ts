import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';
import { inlineText } from '../scripts/inline-text.mjs';

const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8'));

// The terminal program as one file, so that it starts fast and needs nothing installed beside it.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [inlineText()],
  define: { PROGRAM_VERSION: JSON.stringify(version) },
  ssr: { noExternal: true, resolve: { conditions: ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'] } },
  build: {
    ssr: 'vsoa-testbench.ts',
    target: 'node20',
    outDir: path.resolve(import.meta.dirname, '../dist/cli'),
    emptyOutDir: true,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
