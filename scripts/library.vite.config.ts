import path from 'node:path';
import { defineConfig } from 'vite';
import { inlineText } from './inline-text.mjs';

const root = path.resolve(import.meta.dirname, '..');
const at = (name: string) => path.join(root, 'testbench/scenario', `${name}.ts`);

// What others import in their tests: complete in itself, as what it is made of is not installed with the package.
export default defineConfig({
  root,
  plugins: [inlineText()],
  publicDir: false,
  ssr: {
    noExternal: true,
    resolve: { conditions: ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'] },
  },
  build: {
    ssr: true,
    target: 'node20',
    emptyOutDir: true,
    rolldownOptions: { input: { scenario: at('start-scenario'), playwright: at('playwright') } },
  },
});
