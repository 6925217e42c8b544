import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canBeReplaced, configuredFeed } from '../../updates/config.ts';
import { UpdateSwitch } from '../../updates/switch.ts';

const keyOf = (type: 'ed25519' | 'x25519') =>
  generateKeyPairSync(type as 'ed25519')
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64');
const KEY = keyOf('ed25519');

let folder: string;
let said: string[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'updates-'));
  said = [];
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function feed(updates: object | undefined, env: NodeJS.ProcessEnv = {}) {
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', updates }));
  return configuredFeed(folder, env, (message) => said.push(message));
}

describe('the feed of a build', () => {
  test('is none, and nothing is said of it, where none was put in', () => {
    expect(feed(undefined)).toBeNull();
    expect(said).toEqual([]);
  });

  test('is the one that was put in; whoever runs the app may name another', () => {
    const packed = { feed: 'https://updates.example.org/vsoa', publicKey: KEY };
    expect(feed(packed)).toEqual({ url: packed.feed, publicKey: KEY });
    const mirror = 'https://mirror.example.org/';
    expect(feed(packed, { VSOA_TESTBENCH_UPDATE_FEED: mirror })).toEqual({ url: mirror, publicKey: KEY });
  });

  test('may be without TLS on this computer only', () => {
    for (const url of ['http://127.0.0.1:8080/', 'http://[::1]:1/', 'http://localhost/'])
      expect(feed({ feed: url, publicKey: KEY })?.url).toBe(url);
    for (const url of ['http://updates.example.org/', 'http://127.0.0.1.example.org/', 'file:///tmp', 'nonsense'])
      expect(feed({ feed: url, publicKey: KEY })).toBeNull();
    expect(said).toHaveLength(4);
  });

  test.each([[undefined], [''], ['rubbish'], [keyOf('x25519')]])('is not used with the key %s', (publicKey) => {
    expect(feed({ feed: 'https://updates.example.org/', publicKey })).toBeNull();
    expect(said).toEqual([expect.stringContaining('key')]);
  });
});

test('only what electron-updater can put another version in place of is updated', () => {
  const env = { APPIMAGE: '/home/me/VSOA.AppImage' };
  expect(canBeReplaced('linux', env, folder)).toBe(true);
  expect(canBeReplaced('linux', {}, folder)).toBe(false);
  fs.writeFileSync(path.join(folder, 'package-type'), 'deb');
  expect(canBeReplaced('linux', {}, folder)).toBe(true);
  expect(canBeReplaced('win32', {}, folder)).toBe(true);
  expect(canBeReplaced('win32', { PORTABLE_EXECUTABLE_FILE: 'C:\\VSOA.exe' }, folder)).toBe(false);
});

test('the switch is off until it is switched on, and stays as it was left', () => {
  const file = path.join(folder, 'deep', 'switch.json');
  expect(new UpdateSwitch(file).on).toBe(false);
  new UpdateSwitch(file).on = true;
  expect(new UpdateSwitch(file).on).toBe(true);
  fs.writeFileSync(file, 'rubbish');
  expect(new UpdateSwitch(file).on).toBe(false);
});
