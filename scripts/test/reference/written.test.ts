import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { written } from '../../reference/written.ts';

it.each(Object.entries(written()))('%s is as the code has it; else run node scripts/reference.mjs', (file, text) => {
  expect(readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8')).toBe(text);
});
