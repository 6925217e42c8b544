import fs from 'node:fs';
import path from 'node:path';
import { test as base, expect } from './harness/test.ts';
import { UpdateFeed } from './harness/update-feed.ts';

/** An app that was started from an AppImage, as far as electron-updater can tell, with a feed on this computer. */
const test = base.extend<{ feed: UpdateFeed; appImage: string; on: boolean }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  feed: async ({}, provide) => {
    const feed = new UpdateFeed();
    await feed.start();
    await provide(feed);
    feed.close();
  },
  appImage: async ({ userData }, provide) => {
    const file = path.join(userData, 'Mine.AppImage');
    fs.writeFileSync(file, 'the old one');
    await provide(file);
  },
  env: async ({ feed, appImage, userData }, provide) => {
    await provide({ ...feed.env, APPIMAGE: appImage, XDG_CACHE_HOME: path.join(userData, 'cache') });
  },
});

test.skip(process.platform !== 'linux', 'of an AppImage');

const WORDS = {
  en: { menu: 'Menu', open: 'Updates…', title: 'Updates', look: 'Look for updates', download: /^Download / },
  zh: { menu: '菜单', open: '更新…', title: '更新', look: '检查更新', download: /^下载 / },
};

for (const language of ['en', 'zh'] as const) {
  test.describe(`updates, ${language}`, () => {
    test.use({ language });
    const words = WORDS[language];

    test('nothing goes out until they are switched on; then a release is shown, downloaded after a yes, and in place when the app has ended', async ({
      app,
      page,
      feed,
      appImage,
      keepScreenshot,
    }) => {
      const proof = `${appImage}.ran`;
      const release = `#!/bin/sh\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > '${proof}'\n`;
      feed.publish(release, 'Faster.\n<img src="https://example.org/x.png">');
      await page.getByRole('button', { name: words.menu, exact: true }).click();
      await page.getByRole('menuitem', { name: words.open }).click();
      const dialog = page.getByRole('dialog', { name: words.title, exact: true });
      const look = dialog.getByRole('checkbox', { name: words.look });
      await expect(look).not.toBeChecked();
      expect(feed.asked).toEqual([]);

      await look.check();
      await expect(dialog).toContainText('9.9.9');
      await expect(dialog.getByText('<img src="https://example.org/x.png">')).toBeVisible();
      expect(feed.asked).toEqual(['latest-linux.yml', 'latest-linux.yml.sig']);
      await keepScreenshot('updates');

      await dialog.getByRole('button', { name: words.download }).click();
      await expect(dialog.getByRole('button', { name: words.download })).toBeHidden();
      await expect(dialog).toContainText(language === 'en' ? 'is downloaded and checked' : '已下载并通过校验');
      expect(fs.readFileSync(appImage, 'utf8')).toBe('the old one');
      await app.close();
      expect(fs.readFileSync(appImage, 'utf8')).toBe(release);
      expect(fs.readFileSync(proof, 'utf8')).toBe('true\n');
    });
  });
}

test('what was changed on its way is refused, be it the word of the feed or the file', async ({
  page,
  feed,
  appImage,
}) => {
  feed.publish('the real one', 'Faster.', 'the wrong one');
  await page.evaluate(() => window.bench.switchUpdates({ on: true }));
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Updates', exact: true });
  await dialog.getByRole('button', { name: /^Download / }).click();
  await expect(dialog).toContainText('not the one that the publisher signed');

  feed.tamper();
  await dialog.getByRole('button', { name: 'Check now' }).click();
  await expect(dialog).toContainText('not signed by the publisher');
  expect(fs.readFileSync(appImage, 'utf8')).toBe('the old one');
});
