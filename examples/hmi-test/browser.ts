import { _electron, test as base, type Page } from '@playwright/test';

/**
 * `test` with a page in the browser that Electron has. Where Playwright's own browsers are installed this file is not
 * needed: take `test` of @playwright/test.
 */
export const test = base.extend<{ page: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  page: async ({}, provide, info) => {
    const app = await _electron.launch({
      args: [new URL('window.mjs', import.meta.url).pathname, `--user-data-dir=${info.outputPath('user-data')}`],
      chromiumSandbox: process.getuid?.() !== 0,
    });
    await provide(await app.firstWindow());
    await app.close();
  },
});
