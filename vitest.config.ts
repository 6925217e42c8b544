import { defineConfig } from 'vitest/config';

const conditions = ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  resolve: { conditions },
  test: {
    // Says only that something hangs: on a busy machine each test may take many times as long as alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{core,testbench,electron,cli,scripts}/test/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          include: ['renderer/test/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          // Style sheets are read by tests that measure contrast; without this they are empty.
          css: true,
        },
      },
    ],
  },
});
