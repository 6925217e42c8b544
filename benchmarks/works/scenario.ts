import { atLeast, atMost } from '../limits.ts';
import { start } from '../process.ts';
import type { Result } from '../result.ts';

const TIMES = { warmUpMs: 3_000, measureMs: 20_000 };
const ECUS = 20;
const TOPICS = 50;
const PERIOD = 100;
const RATE = (ECUS * TOPICS * 1_000) / PERIOD;
const MOST_SHARE = 35;
const MOST_ERROR = 3;

/** Mock ECUs in a process of their own, all of whose topics another one has subscribed. */
export async function* scenario(): AsyncGenerator<Result> {
  const alone = await measure({ ecus: 0, topics: 0, period: PERIOD });
  yield atMost({ work: 'topic of 10 ms alone: 99 % within', unit: 'ms', ours: alone.error99 }, MOST_ERROR);
  const all = await measure({ ecus: ECUS, topics: TOPICS, period: PERIOD });
  const what = `${ECUS} mock ECUs with ${TOPICS} topics at 10 Hz`;
  yield atLeast({ work: `${what}: arrived`, unit: 'messages/s', ours: all.rate }, RATE * 0.99);
  yield atMost({ work: `${what}: of one core`, unit: '%', ours: all.share }, MOST_SHARE);
  yield atMost({ work: `${what}: topic of 10 ms beside, 99 % within`, unit: 'ms', ours: all.error99 }, MOST_ERROR);
}

async function measure(options: { ecus: number; topics: number; period: number }) {
  const server = await start('scenario-run', options);
  try {
    const client = await start('scenario-listen', { port: server.said('port'), ...TIMES });
    await client.stop();
    return { rate: client.said('rate'), share: client.said('share'), error99: client.said('error99') };
  } finally {
    await server.stop();
  }
}
