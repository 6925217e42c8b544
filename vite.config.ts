import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { electronSimple } from 'vite-plugin-electron/multi-env';
import { inlineText } from './scripts/inline-text.mjs';
import { shippedLicences } from './scripts/shipped-licences.mjs';

const at = (place: string) => path.resolve(import.meta.dirname, place);
const conditions = ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'];
const output = { outDir: at('dist/electron'), emptyOutDir: false };

// One build for the three programs of the window: renderer (sandboxed page), main (Node) and preload (CommonJS, sandboxed).
export default defineConfig({
  root: at('renderer'),
  base: './',
  // Read from the disk, so one large file is as good as many small ones.
  build: { outDir: at('dist/renderer'), emptyOutDir: true, chunkSizeWarningLimit: 4_000 },
  plugins: [
    react(),
    inlineText(),
    shippedLicences(),
    electronSimple({
      main: {
        input: at('electron/main.ts'),
        bundleDeps: true,
        onstart: ({ startup }) => start(startup),
        options: { resolve: { conditions }, build: output },
      },
      preload: {
        input: at('electron/preload.ts'),
        bundleDeps: true,
        // Built after main, so it is this one that starts the app first; later a new preload needs only a new page.
        onstart: ({ startup, reload }) => (started ? reload() : start(startup)),
        options: {
          resolve: { conditions },
          build: { ...output, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs' } } },
        },
      },
    }),
  ],
});

let started = false;

/** Starts the app in place of the one that runs; scripts/dev.mjs says what Chromium is to be told. */
async function start(startup: (argv: string[]) => Promise<boolean>): Promise<void> {
  const switches: string[] = JSON.parse(process.env['VSOA_TESTBENCH_SWITCHES'] ?? '[]');
  started = true;
  await startup([at('.'), ...switches]);
}
