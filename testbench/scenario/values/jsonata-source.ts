import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The text of the library, as it runs in a realm of its own. Builds put it in here (scripts/inline-text.mjs), so that
 * they need no node_modules.
 */
export const jsonataSource = readFileSync(require.resolve('jsonata/jsonata.min.js'), 'utf8');
