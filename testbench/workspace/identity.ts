import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCAL } from './bundle.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a workspace is called in the store of secrets: it goes with the folder where that is moved, and is not in git, so
 * that nobody can make a workspace that is given the secrets of another. Where it cannot be kept, the path stands in.
 */
export function identityOf(folder: string): string {
  const file = path.join(folder, LOCAL, 'id');
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (ID.test(known)) return known;
  } catch {}
  const fresh = randomUUID();
  try {
    writeFileSync(file, `${fresh}\n`, { mode: 0o600 });
    return fresh;
  } catch {
    return createHash('sha256').update(folder).digest('hex').slice(0, 16);
  }
}
