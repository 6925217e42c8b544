import { expectAccessible } from './harness/axe.ts';
import { expect, test } from './harness/test.ts';

const WORDS = {
  en: { menu: 'Menu', open: 'About VSOA Testbench', search: 'Search packages and licences' },
  zh: { menu: '菜单', open: '关于 VSOA Testbench', search: '搜索软件包和许可证' },
};

for (const language of ['en', 'zh'] as const) {
  test.describe(`the About box, ${language}`, () => {
    test.use({ language });
    const words = WORDS[language];

    test('names the versions, and the licence of every package that ships', async ({ page, keepScreenshot }) => {
      await page.getByRole('button', { name: words.menu, exact: true }).click();
      await page.getByRole('menuitem', { name: words.open }).click();
      const dialog = page.getByRole('dialog', { name: words.open });
      const { app, electron } = await page.evaluate(() => window.bench.versions);
      await expect(dialog).toContainText(app);
      await expect(dialog).toContainText(electron);
      const listed = (name: string) => dialog.getByText(name, { exact: true });
      await expect(listed('react')).toBeVisible();
      // Stands in the build as a text, in a program of its own.
      await expect(listed('jsonata')).toBeAttached();
      await expect(listed('vitest')).toHaveCount(0);
      await dialog.getByLabel(words.search).fill('bsd');
      await dialog.getByText('moo', { exact: true }).click();
      await expect(dialog).toContainText('Redistribution and use in source and binary forms');
      await expectAccessible(page, 'the About box');
      await keepScreenshot('about');
    });
  });
}
