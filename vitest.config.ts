import { defineConfig } from 'vitest/config';

const conditions = ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  resolve: { conditions },
  test: {
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
