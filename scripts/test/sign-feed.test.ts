import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Fetch, readFeed } from '../../electron/updates/feed.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../sign-feed.mjs');
const SHA512 = `${'A'.repeat(86)}==`;
const YML = `version: 1.2.0\nfiles:\n  - url: a.AppImage\n    sha512: ${SHA512}\n    size: 5\n`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sign-feed-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const key = () => path.join(folder, 'key.pem');
const signFeed = (...words: string[]) =>
  spawnSync(process.execPath, [SCRIPT, folder, '--key', key(), ...words], { encoding: 'utf8' });

/** A web server that has the files of the folder. */
const served: Fetch = async (url) => new Response(fs.readFileSync(path.join(folder, path.basename(url))));

describe('npm run sign-feed', () => {
  test('signs every feed in the folder so that the app believes it', async () => {
    fs.writeFileSync(path.join(folder, 'latest-linux.yml'), YML);
    fs.writeFileSync(path.join(folder, 'latest.yml'), YML);
    const { status, stdout, stderr } = signFeed('--new-key');
    expect([status, stderr]).toEqual([0, 'latest-linux.yml.sig\nlatest.yml.sig\n']);
    const feed = { url: 'https://updates.example.org/', publicKey: stdout.trim() };
    await expect(readFeed(feed, 'latest-linux.yml', served)).resolves.toMatchObject({ version: '1.2.0' });
    fs.appendFileSync(path.join(folder, 'latest-linux.yml'), '\n');
    await expect(readFeed(feed, 'latest-linux.yml', served)).rejects.toMatchObject({ problem: 'BAD_SIGNATURE' });
  });

  test('makes a key that only its owner reads, and writes over none', () => {
    expect(signFeed('--new-key').status).toBe(0);
    expect(fs.statSync(key()).mode & 0o777).toBe(0o600);
    const made = fs.readFileSync(key());
    const again = signFeed('--new-key');
    expect(again.status).not.toBe(0);
    expect(again.stderr).toContain('was not written');
    expect(fs.readFileSync(key())).toEqual(made);
  });

  test.each([
    ['rubbish', 'is no private key'],
    ['', 'is no private key'],
  ])('says what is wrong with %j as a key', (text, why) => {
    fs.writeFileSync(key(), text);
    const { status, stderr } = signFeed();
    expect(status).not.toBe(0);
    expect(stderr).toContain(why);
  });

  test('says that nothing is there to be signed', () => {
    signFeed('--new-key');
    const { status, stderr } = signFeed();
    expect(status).not.toBe(0);
    expect(stderr).toContain('no latest*.yml');
  });
});
