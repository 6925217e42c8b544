import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { electronSimple } from 'vite-plugin-electron/multi-env';

const at = (place: string) => path.resolve(import.meta.dirname, place);
const conditions = ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'];
const output = { outDir: at('dist/electron'), emptyOutDir: false };

// One build for the three programs of the window: renderer (sandboxed page), main (Node) and preload (CommonJS, sandboxed).
export default defineConfig({
  root: at('renderer'),
  base: './',
  build: { outDir: at('dist/renderer'), emptyOutDir: true },
  plugins: [
    react(),
    electronSimple({
      main: {
        input: at('electron/main.ts'),
        bundleDeps: true,
        onstart: async ({ startup }) => {
          await startup([at('.'), ...switches()]);
        },
        options: { resolve: { conditions }, build: output },
      },
      preload: {
        input: at('electron/preload.ts'),
        bundleDeps: true,
        options: {
          resolve: { conditions },
          build: { ...output, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } } },
        },
      },
    }),
  ],
});

/** What scripts/dev.mjs wants Chromium to be told. */
function switches(): string[] {
  return JSON.parse(process.env['VSOA_TESTBENCH_SWITCHES'] ?? '[]');
}
