import fs from 'node:fs';
import path from 'node:path';
import { launch } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { BenchWindow } from './harness/bench-window.ts';
import { expect, PASSWORD, test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('safe mode starts without what was saved, keeps nothing, says so, and leads back', async ({
  language,
  npmServer,
  theme,
  userData,
}) => {
  const start = (args: string[] = []) => launch({ userData, language, theme, executable: undefined, args });
  const first = await start();
  const connected = new BenchWindow(await first.firstWindow(), words.en);
  await connected.connect(npmServer.url, PASSWORD);
  await connected.expectConnected(npmServer.url);
  await (await first.firstWindow()).getByRole('button', { name: 'Theme: System' }).click();
  await (await first.firstWindow()).getByRole('menuitemradio', { name: 'Light' }).click();
  await first.close();
  const saved = filesIn(path.join(userData, 'workspace'));
  expect(Object.keys(saved)).toContain('devices.json');

  const safe = await start(['--safe-mode']);
  const page = await safe.firstWindow();
  await expect(page.getByText('Started without the saved workspace, layout and settings.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Theme: System' })).toBeVisible();
  const bench = new BenchWindow(page, words.en);
  await bench.startDemo();
  await bench.expectConnected('vsoa://127.0.0.1');
  await expect(bench.device(npmServer.url)).toHaveCount(0);
  await safe.evaluate(({ app }) => {
    const calls: unknown[] = [];
    Object.assign(globalThis, { calls });
    Object.assign(app, { relaunch: (options: unknown) => calls.push(options), quit: () => calls.push('quit') });
  });
  await expectAccessible(page, 'safe mode');
  await page.getByRole('button', { name: 'Leave safe mode' }).click();
  const calls = () => safe.evaluate(() => (globalThis as unknown as { calls: [{ args: string[] }, 'quit'] }).calls);
  await expect.poll(async () => (await calls())[1]).toBe('quit');
  expect((await calls())[0].args).not.toContain('--safe-mode');
  expect((await calls())[0].args).toContain(`--user-data-dir=${userData}`);
  await safe.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
  expect(filesIn(path.join(userData, 'workspace'))).toEqual(saved);

  const again = await start();
  const window = new BenchWindow(await again.firstWindow(), words.en);
  await expect(window.device(npmServer.url)).toBeVisible();
  await expect((await again.firstWindow()).getByRole('button', { name: 'Theme: Light' })).toBeVisible();
  await again.close();
});

function filesIn(folder: string): Record<string, string> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    found.map((each) => {
      const file = path.join(each.parentPath, each.name);
      return [path.relative(folder, file), fs.readFileSync(file, 'utf8')];
    }),
  );
}
