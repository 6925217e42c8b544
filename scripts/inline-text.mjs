import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const READ = /readFileSync\(require\.resolve\('([^']+)'\), '(utf8|base64)'\)/g;

/** All that stand in the build of this process, whatever program they are in. */
export const inlinedFiles = new Set();

/** A Vite plugin: the text, or base64, of a file that a module reads when it starts stands in the build itself. */
export function inlineText() {
  return {
    name: 'inline-text',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('readFileSync(require.resolve(')) return null;
      const resolve = createRequire(id.split('?')[0]).resolve;
      return code.replace(READ, (_read, wanted, encoding) => {
        const file = resolve(wanted);
        inlinedFiles.add(file);
        return JSON.stringify(readFileSync(file, encoding));
      });
    },
  };
}
