import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * The text of the library, as it runs in a realm of its own. Builds put it in here (scripts/inline-text.mjs), so that
 * they need no node_modules.
 */
export const jsonataSource = readFileSync(createRequire(import.meta.url).resolve('jsonata/jsonata.min.js'), 'utf8');
