import { expect, test } from './harness/app.ts';

test.describe('the page', () => {
  test('is a sandboxed one: no Node, no Electron, only the bench', async ({ page }) => {
    const reachable = await page.evaluate(() => ({
      names: ['process', 'require', 'module', 'Buffer', 'global', 'electron', '__dirname'].filter(
        (name) => name in globalThis,
      ),
      bench: typeof window.bench,
      origin: location.origin,
      secure: isSecureContext,
    }));
    expect(reachable).toEqual({ names: [], bench: 'object', origin: 'app://bench', secure: true });
  });

  test('is isolated by the preferences of its window', async ({ app, page }) => {
    await expect(page.locator('body')).toBeAttached();
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  test('gets named functions from the preload, and no channel', async ({ page }) => {
    const bench = await page.evaluate(() => ({
      functions: Object.entries(window.bench).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
      versions: window.bench.versions,
      platform: window.bench.platform,
    }));
    expect(bench.functions).toEqual(expect.arrayContaining(['snapshot', 'addDevice', 'call', 'onEvents']));
    expect(bench.functions).not.toContain('invoke');
    expect(bench.functions).not.toContain('send');
    expect(bench.versions.app).toMatch(/^\d+\.\d+\.\d+$/);
    expect(bench.platform).toBe(process.platform);
  });
});

test.describe('the content policy', () => {
  test.use({ expectedErrors: [/Content Security Policy/] });

  test('comes with the page', async ({ page }) => {
    const response = await page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
  });

  test('blocks scripts in the page, eval, and styles in the page', async ({ page }) => {
    const outcome = await page.evaluate(async () => {
      const blocked: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { --from-inline: 1 }';
      document.head.append(style);
      // What Playwright calls itself may eval; what the page calls may not.
      const evalError = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- that it throws is the test
            resolve(new Function('return "it ran"')());
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      return {
        inlineRan: 'inlineRan' in window,
        style: getComputedStyle(document.body).getPropertyValue('--from-inline'),
        evalError,
        blocked: blocked.toSorted(),
      };
    });
    expect(outcome).toMatchObject({ inlineRan: false, style: '', evalError: 'EvalError' });
    expect(outcome.blocked).toEqual(expect.arrayContaining(['script-src-elem', 'style-src-elem']));
  });

  test('lets the page reach no network', async ({ page }) => {
    const outcome = await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        (error: Error) => error.name,
      ),
    );
    expect(outcome).toBe('TypeError');
  });
});

test.describe('the scheme', () => {
  // One, for Playwright takes a list of two for a value and its options.
  test.use({ expectedErrors: [/status of 404|Content Security Policy/] });

  for (const path of ['/..%2f..%2fpackage.json', '/..%2felectron%2fmain.js', '/%2e%2e/electron/main.js', '/none.js']) {
    test(`answers 404 for ${path}`, async ({ app, page }) => {
      await expect(page.locator('body')).toBeAttached();
      const status = await app.evaluate(
        ({ session }, url) => session.defaultSession.fetch(url).then((response) => response.status),
        `app://bench${path}`,
      );
      expect(status).toBe(404);
    });
  }
});

test.describe('the window stays on its page', () => {
  test('when the page asks for another place', async ({ page, log }) => {
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await expect.poll(() => log).toContainEqual(expect.stringContaining('navigation to https://example.com/ denied'));
    expect(page.url()).toBe('app://bench/');
  });

  test('when the page asks for another place of its own', async ({ page, log }) => {
    await page.evaluate(() => {
      location.href = 'app://bench/other.html';
    });
    await expect.poll(() => log).toContainEqual(expect.stringContaining('app://bench/other.html denied'));
    expect(page.url()).toBe('app://bench/');
  });

  test('when the page asks for a window', async ({ app, page, log }) => {
    const opened = await page.evaluate(() => window.open('about:blank') !== null);
    expect(opened).toBe(false);
    expect(app.windows()).toHaveLength(1);
    await expect.poll(() => log).toContainEqual(expect.stringContaining('link to about:blank denied'));
  });

  test('when the page offers a file to keep', async ({ page, log }) => {
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.exe';
      link.click();
    });
    await expect.poll(() => log).toContainEqual(expect.stringContaining('download of blob:app://bench/'));
  });

  test('when the page asks for the camera, the place or notifications', async ({ page }) => {
    const outcome = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      place: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
      camera: await navigator.permissions.query({ name: 'camera' }).then(({ state }) => state),
    }));
    expect(outcome).toEqual({ notifications: 'denied', place: 'denied', camera: 'denied' });
  });
});

test.describe('the door', () => {
  test('answers BAD_REQUEST to a payload that the contract does not allow, and says so in the log', async ({
    page,
    log,
  }) => {
    const answers = await page.evaluate(async () => {
      const bench = window.bench as unknown as Record<string, (payload?: unknown) => Promise<unknown>>;
      return Promise.all([
        bench['addDevice']?.({ url: 7 }),
        bench['ping']?.(),
        bench['trafficRows']?.({ view: 0, from: -1, to: 1e300 }),
        bench['snapshot']?.({ surprise: true }),
      ]);
    });
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    await expect.poll(() => log).toContainEqual(expect.stringContaining('a request was refused: addDevice: url'));
  });

  test('answers BAD_REQUEST to an unknown command, and to any command from another page', async ({ app, page }) => {
    await expect(page.locator('body')).toBeAttached();
    // The preload offers no way to do either, so a second window with a preload of its own stands in for an attacker.
    const answers = await app.evaluate(async ({ BrowserWindow }) => {
      const { writeFileSync, mkdtempSync, rmSync } = process.getBuiltinModule('node:fs');
      const folder = mkdtempSync(`${process.getBuiltinModule('node:os').tmpdir()}/vsoa-testbench-stranger-`);
      writeFileSync(
        `${folder}/preload.cjs`,
        `const { contextBridge, ipcRenderer } = require('electron');
         contextBridge.exposeInMainWorld('knock', (name, payload) => ipcRenderer.invoke('bench:command', name, payload));`,
      );
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${folder}/preload.cjs`, sandbox: true },
      });
      try {
        await stranger.loadURL('app://bench/none.html');
        return await stranger.webContents.executeJavaScript(
          `Promise.all([knock('snapshot'), knock('format'), knock('__proto__')])`,
        );
      } finally {
        stranger.destroy();
        rmSync(folder, { recursive: true });
      }
    });
    expect(answers).toHaveLength(3);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
  });

  test('still answers after a reload, with a fresh port for events', async ({ page }) => {
    await page.reload();
    // Until then the page itself takes the events, after us.
    await expect(page.getByRole('contentinfo')).toBeVisible();
    const told = await page.evaluate(async () => {
      const batch = new Promise((resolve) => window.bench.onEvents(resolve));
      const answer = await window.bench.startDemo({});
      return { ok: answer.ok, batch: await batch };
    });
    expect(told.ok).toBe(true);
    expect(told.batch).toEqual(expect.any(Object));
  });
});

test.describe('the app', () => {
  test('loads its page again after it crashed, and says so', async ({ app, page, log }) => {
    await expect(page.locator('body')).toBeAttached();
    const again = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () => resolve(true));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(await again).toBe(true);
    await expect.poll(() => log).toContainEqual(expect.stringContaining('page-crashed: '));
  });

  test('ends with code 0 when its window is closed', async ({ app, page }) => {
    await expect(page.locator('body')).toBeAttached();
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await page.close();
    expect(await ended).toBe(0);
  });
});
