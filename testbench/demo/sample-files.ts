import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Files } from '../workspace/bundle.ts';

// Builds put the files in here (scripts/inline-text.mjs), as the app does not carry examples/.
const require = createRequire(import.meta.url);

/** examples/workspace, by the paths in it. */
export const sampleFiles: Files = new Map([
  ['README.md', readFileSync(require.resolve('../../examples/workspace/README.md'), 'utf8')],
  ['datagrams/pings.jsonl', readFileSync(require.resolve('../../examples/workspace/datagrams/pings.jsonl'), 'utf8')],
  ['devices.json', readFileSync(require.resolve('../../examples/workspace/devices.json'), 'utf8')],
  [
    'environments/Bench.json',
    readFileSync(require.resolve('../../examples/workspace/environments/Bench.json'), 'utf8'),
  ],
  [
    'environments/Winter.json',
    readFileSync(require.resolve('../../examples/workspace/environments/Winter.json'), 'utf8'),
  ],
  ['plots.json', readFileSync(require.resolve('../../examples/workspace/plots.json'), 'utf8')],
  [
    'requests/Car/Body/No such door.json',
    readFileSync(require.resolve('../../examples/workspace/requests/Car/Body/No such door.json'), 'utf8'),
  ],
  [
    'requests/Car/Body/Open a door.json',
    readFileSync(require.resolve('../../examples/workspace/requests/Car/Body/Open a door.json'), 'utf8'),
  ],
  [
    'requests/Car/Climate/Set temperature.json',
    readFileSync(require.resolve('../../examples/workspace/requests/Car/Climate/Set temperature.json'), 'utf8'),
  ],
  ['requests/Car/Echo.json', readFileSync(require.resolve('../../examples/workspace/requests/Car/Echo.json'), 'utf8')],
  [
    'requests/Car/Powertrain/Battery.json',
    readFileSync(require.resolve('../../examples/workspace/requests/Car/Powertrain/Battery.json'), 'utf8'),
  ],
  ['scenarios/car.yaml', readFileSync(require.resolve('../../examples/workspace/scenarios/car.yaml'), 'utf8')],
]);
