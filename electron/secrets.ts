import fs from 'node:fs';
import type { SafeStorage } from 'electron';
import * as v from 'valibot';
import { type Secrets, sessionSecrets } from '../testbench/devices/secrets.ts';

export type Vault = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

const schema = v.record(v.string(), v.pipe(v.string(), v.base64()));

/**
 * Secrets under the lock of the system's keyring, in a file of ours. Where the system has none they are kept until the
 * app ends. `failed` is told where the file cannot be written or read; it never hears a secret.
 */
export function systemSecrets(file: string, vault: Vault, failed: (what: string) => void): Secrets {
  if (!isLocked(vault)) return sessionSecrets();
  const stored = new Map(Object.entries(read(file, failed)));
  const unlocked = sessionSecrets();
  const write = () => {
    try {
      replace(file, JSON.stringify(Object.fromEntries(stored)));
    } catch (error) {
      failed(`the secrets were not saved: ${String(error)}`);
    }
  };
  return {
    available: true,
    get: (key) => {
      const known = unlocked.get(key);
      if (known !== undefined) return known;
      const value = unlock(stored.get(key), vault);
      if (value !== undefined) unlocked.set(key, value);
      return value;
    },
    set: (key, value) => {
      unlocked.set(key, value);
      stored.set(key, vault.encryptString(value).toString('base64'));
      write();
    },
    delete: (key) => {
      unlocked.delete(key);
      if (stored.delete(key)) write();
    },
  };
}

/** With 'basic_text' Chromium uses a password that everybody knows. */
function isLocked(vault: Vault): boolean {
  const backend = process.platform === 'linux' ? vault.getSelectedStorageBackend?.() : undefined;
  return vault.isEncryptionAvailable() && backend !== 'basic_text';
}

/** Undefined where the keyring is no longer the one that it was locked with. */
function unlock(locked: string | undefined, vault: Vault): string | undefined {
  if (locked === undefined) return undefined;
  try {
    return vault.decryptString(Buffer.from(locked, 'base64'));
  } catch {
    return undefined;
  }
}

function read(file: string, failed: (what: string) => void): Record<string, string> {
  try {
    return v.parse(schema, JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) failed('the stored secrets could not be read');
    return {};
  }
}

/** At once, so that a secret is not lost with a crash right after it was entered; whole or not at all. */
function replace(file: string, text: string): void {
  const beside = `${file}.part`;
  const handle = fs.openSync(beside, 'w', 0o600);
  try {
    fs.writeSync(handle, text);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(beside, file);
}
