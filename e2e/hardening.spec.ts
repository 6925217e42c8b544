// oxlint-disable unicorn/consistent-function-scoping -- what runs in the page brings along all it needs
import fs from 'node:fs';
import { expect, test } from './harness/test.ts';

const asRoot = process.getuid?.() === 0;

test.describe('the page', () => {
  test('is kept apart from the system: a sandbox, a world of its own, nothing of Node', async ({ app, page }) => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as Electron.WebContents & {
        getLastWebPreferences(): Electron.WebPreferences;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
    const seen = await page.evaluate(() => {
      const world = globalThis as Record<string, unknown>;
      const ofNode = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'];
      const { bench } = window as unknown as { bench: Record<string, unknown> };
      const kinds = new Set(Object.values(bench).map((value) => typeof value));
      // What the page does to its own objects must not reach the preload.
      Object.assign(Array.prototype, { map: () => ['mine'] });
      return {
        ofNode: ofNode.filter((name) => world[name] !== undefined),
        kinds: [...kinds].toSorted(),
        raw: Object.keys(bench).filter((name) => ['invoke', 'send', 'on', 'postMessage'].includes(name)),
        replaceable: Reflect.set(bench, 'snapshot', 'mine') && bench['snapshot'] === 'mine',
      };
    });
    expect(seen).toEqual({ ofNode: [], kinds: ['function', 'object', 'string'], raw: [], replaceable: false });
  });

  test('runs under the sandbox of the system', async ({ app, page }) => {
    test.skip(
      asRoot || process.platform !== 'linux',
      'Chromium has no sandbox for root; other systems show it otherwise',
    );
    await page.waitForLoadState();
    const pid = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    // 2: a filter decides on every call to the system.
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  });

  test.describe('that is told to do what it may not', () => {
    test.use({ expectedErrors: [/Content Security Policy|Not allowed to load local resource/] });

    test('goes nowhere, opens nothing, gets no device and no download', async ({ app, log, page }) => {
      const before = page.url();
      const granted = await page.evaluate(async () => {
        location.href = 'https://example.com/away';
        const query = async (name: string) =>
          (await navigator.permissions.query({ name: name as PermissionName })).state;
        const went = async (name: string, ask: () => Promise<unknown> | undefined) => {
          try {
            const got = await ask();
            return got === undefined || (Array.isArray(got) && got.length === 0) ? null : name;
          } catch {
            return null;
          }
        };
        const media = navigator.mediaDevices;
        const devices = navigator as unknown as Record<
          string,
          { requestDevice?: (o: object) => Promise<unknown>; requestPort?: () => Promise<unknown> }
        >;
        const states = await Promise.all(['geolocation', 'camera', 'microphone', 'notifications', 'midi'].map(query));
        const got = [
          await went('camera', () => media.getUserMedia({ video: true })),
          await went('screen', () => media.getDisplayMedia()),
          await went('usb', () => devices['usb']?.requestDevice?.({ filters: [] })),
          await went('hid', () => devices['hid']?.requestDevice?.({ filters: [] })),
          await went('bluetooth', () => devices['bluetooth']?.requestDevice?.({ acceptAllDevices: true })),
          await went('serial', () => devices['serial']?.requestPort?.()),
          await went(
            'place',
            () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
          ),
          await went('clipboard', () => navigator.clipboard.readText()),
        ];
        const webview = document.createElement('webview');
        Object.assign(webview, { src: 'https://example.com/' });
        document.body.append(webview);
        const link = Object.assign(document.createElement('a'), {
          href: URL.createObjectURL(new Blob(['1'])),
          download: 'a.exe',
        });
        link.click();
        return {
          states: [...new Set(states)],
          got: got.filter((each) => each !== null),
          notifications: await Notification.requestPermission(),
          webview: webview.constructor.name,
          opened: ['javascript:1', 'file:///etc/passwd', 'vsoa://127.0.0.1/', 'about:blank'].map(
            (url) => window.open(url) !== null,
          ),
        };
      });
      expect(granted).toEqual({
        states: ['denied'],
        got: [],
        notifications: 'denied',
        webview: 'HTMLElement',
        opened: [false, false, false, false],
      });
      await expect.poll(() => log.join('\n')).toContain('navigation to https://example.com/away denied');
      await expect.poll(() => log.join('\n')).toContain('download of blob:');
      expect(log.join('\n')).toContain('link to vsoa://127.0.0.1/ denied');
      expect(page.url()).toBe(before);
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    });
  });

  test('opens an address of the web in the browser once the user agreed to the whole of it', async ({ app, page }) => {
    await app.evaluate(({ dialog, shell }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      Object.assign(dialog, {
        showMessageBox: async (_window: unknown, options: unknown) => {
          asked.push(options);
          return { response: asked.length > 1 ? 0 : 1 };
        },
      });
      Object.assign(shell, { openExternal: async (url: string) => void asked.push(url) });
    });
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
    const url = 'https://example.com/release/notes?of=1.2.3#changes';
    await page.evaluate((target) => window.open(target), url);
    await expect.poll(async () => (await asked()).length).toBe(1);
    await page.evaluate((target) => window.open(target), url);
    await expect.poll(async () => (await asked()).length).toBe(3);
    const [first, , opened] = await asked();
    expect(first).toMatchObject({ message: 'Open example.com in the browser?', detail: expect.stringContaining(url) });
    expect(opened).toBe(url);
  });
});
