import { defineConfig } from '@playwright/test';

// The real app, as many at a time as scripts/e2e.mjs has displays for.
export default defineConfig({
  testMatch: ['e2e/**/*.spec.ts', 'examples/**/*.spec.ts'],
  outputDir: 'test-results/artifacts',
  workers: process.env['E2E_DISPLAYS']?.split(' ').length ?? 1,
  retries: 0,
  // They say only that something hangs: on a busy machine each step may take many times as long as alone.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
});
