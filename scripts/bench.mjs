// npm run bench [-- --only rpc]: builds benchmarks/ (Node 20 runs no .ts) and runs it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const outDir = path.join(root, 'dist/benchmarks');

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: {
    resolve: { conditions: ['@vsoa-testbench/source', 'node', 'import', 'module', 'default'] },
    noExternal: true,
    external: ['vsoa'],
  },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: { input: { main: 'benchmarks/main.ts', peer: 'benchmarks/peer.ts' } },
  },
});

const results = path.join(root, 'benchmarks/out/results.json');
const child = spawn(process.execPath, [path.join(outDir, 'main.js'), results, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
