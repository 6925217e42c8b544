import { atLeast, atMost } from '../limits.ts';
import { start } from '../process.ts';
import type { Result } from '../result.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 600);
/** Level: it grew by no more over the last third of the time. */
const HEAP_MIB = 8;
const RSS_MIB = 32;

/** A mock ECU in a process of its own, with faults, to which restless clients come. */
export async function* soak(): AsyncGenerator<Result> {
  const seed = Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);
  console.error(`soak: seed ${seed}`);
  const mock = await start('soak-run');
  try {
    const options = { port: mock.said('port'), mock: mock.said('mock'), seconds: SECONDS, seed };
    const clients = await start('soak-visit', options);
    await clients.stop();
    const said = (key: string) => clients.said(key);
    const what = `mock ECU with restless clients for ${SECONDS} s`;
    yield atLeast({ work: `${what}: visits`, unit: 'visits', ours: said('visits') }, SECONDS);
    yield atMost({ work: `${what}: heap grew in the last third by`, unit: 'MiB', ours: said('heapGrown') }, HEAP_MIB);
    yield atMost({ work: `${what}: memory grew in the last third by`, unit: 'MiB', ours: said('rssGrown') }, RSS_MIB);
    yield atMost(
      { work: `${what}: sockets and timers after, of those before`, unit: 'resources', ours: said('after') },
      said('before'),
    );
  } finally {
    await mock.stop();
  }
}
