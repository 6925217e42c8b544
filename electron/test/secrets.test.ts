import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemSecrets, type Vault } from '../secrets.ts';

/** A keyring that turns every byte around, and can be another one. */
function keyring(mask = 0x5a, backend = 'gnome_libsecret'): Vault {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ mask));
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend as 'gnome_libsecret',
    encryptString: (text) => Buffer.concat([Buffer.of(mask), turn(Buffer.from(text))]),
    decryptString: (bytes) => {
      if (bytes[0] !== mask) throw new Error('another keyring');
      return turn(bytes.subarray(1)).toString();
    },
  };
}

describe('secrets', () => {
  let file = '';
  let failures: string[] = [];
  const open = (vault = keyring()) => systemSecrets(file, vault, (what) => failures.push(what));

  beforeEach(() => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true }));
    file = path.join(folder, 'secrets.json');
    failures = [];
  });

  it('outlive the app, locked, in a file that only the user can read', () => {
    open().set('d1.passwd', 'swordfish');
    expect(fs.readFileSync(file, 'utf8')).not.toContain('swordfish');
    expect(fs.statSync(file).mode & 0o077).toBe(0);
    const next = open();
    expect(next.available).toBe(true);
    expect(next.get('d1.passwd')).toBe('swordfish');
    next.delete('d1.passwd');
    expect(next.get('d1.passwd')).toBeUndefined();
    expect(open().get('d1.passwd')).toBeUndefined();
  });

  it.each([
    ['there is no keyring', { ...keyring(), isEncryptionAvailable: () => false }],
    ['the keyring is open to everybody', keyring(1, 'basic_text')],
  ])('are kept until the app ends where %s', (_, vault) => {
    if (process.platform !== 'linux') return;
    const secrets = open(vault);
    secrets.set('d1.passwd', 'swordfish');
    expect(secrets).toMatchObject({ available: false });
    expect(secrets.get('d1.passwd')).toBe('swordfish');
    expect(fs.existsSync(file)).toBe(false);
    expect(open(vault).get('d1.passwd')).toBeUndefined();
  });

  it('are not there for another keyring, and not lost to their own', () => {
    open().set('d1.passwd', 'swordfish');
    expect(open(keyring(0x33)).get('d1.passwd')).toBeUndefined();
    expect(open().get('d1.passwd')).toBe('swordfish');
  });

  it('that cannot be read or written are told without a word of them', () => {
    fs.writeFileSync(file, 'swordfish');
    const secrets = open();
    expect(secrets.get('d1.passwd')).toBeUndefined();
    fs.rmSync(file);
    fs.mkdirSync(path.join(file, 'in the way'), { recursive: true });
    secrets.set('d1.passwd', 'swordfish');
    expect(secrets.get('d1.passwd')).toBe('swordfish');
    expect(failures).toHaveLength(2);
    expect(failures.join()).not.toContain('swordfish');
  });
});
