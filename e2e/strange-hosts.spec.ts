import { randomBytes } from 'node:crypto';
import { refusing } from './harness/hosts.ts';
import { expect, PASSWORD, test } from './harness/test.ts';

test.describe('a clear error in the pane, and the app lives on', () => {
  test.afterEach('the app still talks to a good server', async ({ bench, npmServer }) => {
    await bench.connect(npmServer.url, PASSWORD);
    await bench.expectConnected(npmServer.url);
  });

  for (const url of [
    'http://127.0.0.1:80',
    'vsoa://',
    'vsoa://127.0.0.1:99999',
    '127.0.0.1:0x50',
    'nothing of the kind',
  ]) {
    test(`where the url is none: ${url}`, async ({ bench }) => {
      await bench.connect(url);
      const form = bench.pane('devices').getByRole('form', { name: 'Connect to a device' });
      const field = form.getByRole('textbox', { name: 'Server URL' });
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(form).toContainText('vsoa://host:port');
      await expect(field).toHaveValue(url);
      await expect(bench.device(url)).toHaveCount(0);
    });
  }

  test('where the host refuses', async ({ bench }) => {
    const url = await refusing();
    await bench.connect(url);
    const alert = bench.pane('devices').getByRole('alert');
    await expect(alert).toContainText('Unreachable');
    await expect(alert).toContainText(url.replace('vsoa://', ''));
    await expect(bench.device(url)).toContainText('Unreachable');
  });

  test('where the host is silent: it says what it waits for, then that nothing came', async ({
    bench,
    strangeHost,
  }) => {
    const url = await strangeHost(() => {});
    await bench.connect(url);
    await expect(bench.device(url)).toContainText(/Handshaking · \d+ s of \d+ s/);
    await expect(bench.device(url)).toContainText('Server does not respond', { timeout: 20_000 });
    await expect(bench.pane('devices').getByRole('alert')).toContainText(url.replace('vsoa://', ''));
  });

  test('where a silent host is not waited for any longer', async ({ bench, strangeHost }) => {
    const url = await strangeHost(() => {});
    await bench.connect(url);
    await expect(bench.device(url)).toContainText('Handshaking');
    await bench.pane('devices').getByRole('button', { name: 'Cancel' }).click();
    await expect(bench.device(url)).toContainText('Disconnected');
    await expect(bench.pane('devices').getByRole('alert')).toHaveCount(0);
  });

  test('where the peer answers 256 KiB of garbage', async ({ bench, strangeHost }) => {
    const garbage = Buffer.concat([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), randomBytes(262_144)]);
    const url = await strangeHost((socket) => socket.write(garbage));
    await bench.connect(url);
    await expect(bench.device(url)).toContainText('Not a VSOA server');
    await expect(bench.pane('devices').getByRole('alert')).toContainText('Not a VSOA server');
    await bench.open('traffic');
    await expect(bench.pane('traffic').getByText('Bad magic').first()).toBeVisible();
  });

  test('where the peer hangs up at once', async ({ bench, strangeHost }) => {
    const url = await strangeHost((socket) => socket.destroy());
    await bench.connect(url);
    await expect(bench.pane('devices').getByRole('alert')).toContainText(url.replace('vsoa://', ''));
  });
});
