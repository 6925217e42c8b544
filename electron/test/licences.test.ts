import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shippedLicences } from '../licences.ts';

const licence = (name: string, version = '1.0.0') => ({ name, version, licence: 'MIT', text: 'Text' });

test('the licences of all programs are one list: each package once, by name; none where nothing was built', async () => {
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'dist-'));
  const write = (file: string, ...licences: object[]) => {
    fs.mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    fs.writeFileSync(path.join(dist, file), JSON.stringify(licences));
  };
  expect(await shippedLicences(dist)).toEqual([]);
  write('electron/licences-electron_main.json', licence('yaml'), licence('valibot'));
  write('electron/licences-electron_preload.json', licence('valibot'));
  write('renderer/licences-client.json', licence('react'), licence('valibot', '2.0.0'));
  const names = (await shippedLicences(dist)).map(({ name, version }) => `${name} ${version}`);
  expect(names).toEqual(['react 1.0.0', 'valibot 1.0.0', 'valibot 2.0.0', 'yaml 1.0.0']);
  fs.rmSync(dist, { recursive: true });
});
