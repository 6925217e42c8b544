import * as codec from './peers/codec.ts';
import * as npm from './peers/npm.ts';
import * as ours from './peers/ours.ts';
import * as pace from './peers/pace.ts';
import * as raw from './peers/raw.ts';
import * as scenario from './peers/scenario.ts';
import * as soak from './peers/soak.ts';
import * as streamOurs from './peers/stream-ours.ts';
import * as streamRaw from './peers/stream-raw.ts';
import * as transfer from './peers/transfer.ts';

/** What a process of the benchmarks can be; each tells its parent a port or a result. */
const roles: Record<string, (options: never) => Promise<unknown>> = {
  'ours-server': ours.serve,
  'ours-call': ours.call,
  'ours-listen': ours.listen,
  'npm-server': npm.serve,
  'npm-call': npm.call,
  'npm-listen': npm.listen,
  'raw-server': raw.serve,
  'raw-call': raw.call,
  'pace-server': pace.serve,
  'stream-ours-server': streamOurs.serve,
  'stream-ours-run': streamOurs.run,
  'stream-raw-server': streamRaw.serve,
  'stream-raw-run': streamRaw.run,
  'transfer-run': transfer.run,
  'scenario-run': scenario.run,
  'scenario-listen': scenario.listen,
  'soak-run': soak.run,
  'soak-visit': soak.visit,
  codec: codec.measure,
};

const [role = '', options = '{}'] = process.argv.slice(2);
process.send?.(await roles[role]?.(JSON.parse(options) as never));
