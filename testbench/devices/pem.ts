import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { BenchFailure } from '../errors.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const KEY = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----[^]+?-----END \1-----/;

/**
 * The certificates in a text, and nothing else of it: in many files a key stands beside them, which is a secret. Throws
 * `INVALID_ARGUMENT` where the text is not empty and has none, or one that cannot be read.
 */
export function certificatesIn(text: string, field: 'ca' | 'cert'): string {
  if (text.trim() === '') return '';
  const found = text.match(CERTIFICATE) ?? [];
  try {
    if (found.length === 0) throw new Error('no BEGIN CERTIFICATE in it');
    for (const pem of found) void new X509Certificate(pem);
  } catch (cause) {
    throw new BenchFailure('INVALID_ARGUMENT', `this is no certificate in PEM: ${messageOf(cause)}`, { field, cause });
  }
  return `${found.join('\n')}\n`;
}

/** The private key in a text, without what stands around it. Throws `INVALID_ARGUMENT` where there is none. */
export function keyIn(text: string): string {
  if (text.trim() === '') return '';
  const [key] = KEY.exec(text) ?? [];
  if (key !== undefined) return `${key}\n`;
  throw new BenchFailure('INVALID_ARGUMENT', 'this is no private key in PEM', { field: 'key' });
}

/** Throws `INVALID_ARGUMENT`, with the field that is wrong, where the client could not show this certificate. */
export function checkIdentity(cert: string, key: string, passphrase: string): void {
  if (cert === '' && key === '') return;
  if (cert === '') throw new BenchFailure('INVALID_ARGUMENT', 'a key needs its certificate', { field: 'cert' });
  if (key === '') throw new BenchFailure('INVALID_ARGUMENT', 'a certificate needs its key', { field: 'key' });
  if (new X509Certificate(cert).checkPrivateKey(readKey(key, passphrase))) return;
  throw new BenchFailure('INVALID_ARGUMENT', 'the key is not that of the certificate', { field: 'key' });
}

function readKey(key: string, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key, passphrase });
  } catch (cause) {
    const field = key.includes('ENCRYPTED') ? 'passphrase' : 'key';
    throw new BenchFailure('INVALID_ARGUMENT', `the key cannot be read: ${messageOf(cause)}`, { field, cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
