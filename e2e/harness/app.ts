import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { BenchApi } from '../../testbench/contract.ts';

export type Language = 'en' | 'zh';
type Theme = 'light' | 'dark';

declare global {
  interface Window {
    bench: BenchApi;
  }
}

interface Options {
  /** What the system is set to when the app starts. */
  language: Language;
  theme: Theme;
  /** A packed app to start in place of the one in dist. */
  executable: string | undefined;
  /** Of its environment, beside that of the test. */
  env: Record<string, string>;
  /** Whether each step is traced, for a look at it where the test fails; for a window that lives it costs as much as the steps. */
  traced: boolean;
  /** Errors in the page's console that the test is about; any other one fails it. */
  expectedErrors: readonly RegExp[];
}

type LaunchOptions = Omit<Options, 'expectedErrors' | 'env' | 'traced'> & {
  userData: string;
  /** What the user asks for with the command line. */
  args?: readonly string[];
  env?: Record<string, string>;
};

interface Fixtures {
  app: ElectronApplication;
  /** The window's page. */
  page: Page;
  /** What the main process has written so far, line by line. */
  log: readonly string[];
  /** Keeps a picture of the window as test-results/screenshots/<pane>-<theme>-<language>.png. */
  keepScreenshot: (pane: string) => Promise<void>;
}

export const ROOT = path.resolve(import.meta.dirname, '../..');
const LOCALES = { en: 'en-US', zh: 'zh-CN' } as const;

/** The real app with user data of its own; a trace is kept where the test fails. */
export const test = base.extend<Options & Fixtures & { userData: string }>({
  language: ['en', { option: true }],
  theme: ['dark', { option: true }],
  executable: [undefined, { option: true }],
  env: [{}, { option: true }],
  traced: [true, { option: true }],
  expectedErrors: [[], { option: true }],

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  userData: async ({}, provide) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-data-'));
    await provide(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },

  app: async ({ userData, language, theme, executable, env, traced }, provide, info) => {
    const app = await launch({ userData, language, theme, executable, env });
    const child = app.process();
    // A film of the window beside them costs more than the tests, where the processor draws it.
    if (traced) await app.context().tracing.start({ screenshots: false, snapshots: true });
    await provide(app);
    // One that is closed while it still starts ends by a signal.
    if (child.exitCode !== null || child.signalCode !== null) return;
    const failed = info.status !== info.expectedStatus;
    if (traced) await app.context().tracing.stop(failed ? { path: info.outputPath('trace.zip') } : {});
    await app.close();
  },

  log: async ({ app }, provide) => {
    const lines: string[] = [];
    app.process().stderr?.on('data', (text: Buffer) => lines.push(...text.toString().split('\n').filter(Boolean)));
    await provide(lines);
  },

  page: async ({ app, expectedErrors }, provide) => {
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await provide(page);
    const surprises = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)));
    expect(surprises, 'errors in the console of the page').toEqual([]);
  },

  keepScreenshot: async ({ page, language, theme }, provide) => {
    await provide(async (pane) => {
      const file = `${pane}-${theme}-${language}.png`;
      await page.screenshot({ path: path.join(ROOT, 'test-results', 'screenshots', file), animations: 'disabled' });
    });
  },
});

/** Starts the app; with the user data of an app that has ended, it is that app started again. */
export function launch({
  userData,
  language,
  theme,
  executable,
  args = [],
  env = {},
}: LaunchOptions): Promise<ElectronApplication> {
  return _electron.launch({
    ...(executable !== undefined && { executablePath: executable }),
    args: [
      ...(executable === undefined ? [ROOT] : []),
      `--user-data-dir=${userData}`,
      // Without a graphics card Chromium's own drawing is half again as fast as a card that is played by the processor.
      '--disable-gpu',
      `--lang=${LOCALES[language]}`,
      ...args,
    ],
    cwd: ROOT,
    chromiumSandbox: process.getuid?.() !== 0,
    colorScheme: theme,
    env: { ...environment(), ...env, LANGUAGE: LOCALES[language] },
  });
}

export { expect };

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(entries), ...displayOfWorker() };
}

/** Tests run side by side on displays of their own: on one of them the focus and the clipboard would be shared. */
function displayOfWorker(): { DISPLAY?: string } {
  const displays = process.env['E2E_DISPLAYS']?.split(' ') ?? [];
  const display = displays[Number(process.env['TEST_PARALLEL_INDEX'])];
  return display === undefined ? {} : { DISPLAY: display };
}
