import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client, Server } from '@vsoa-testbench/core';
import { Scenario } from '../../testbench/scenario/scenario.ts';
import { restless, SOAKED } from '../../testbench/test/scenario/restless.ts';

const CLIENTS = 4;
const LOOKS = 30;
/** Streams that nobody came for, and connections that linger, end by then, ms. */
const PEACE = 15_000;
const MIB = 1_048_576;

interface Gauge {
  heap: number;
  rss: number;
  /** Sockets and timers. */
  resources: number;
}

/** The mock, and a server that says what the process has. */
export async function run(): Promise<{ port: number; mock: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const scenario = new Scenario({ spec: SOAKED, folder: null });
  await scenario.start();
  const control = new Server();
  control.command('/gauge', () => {
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length;
    return { param: { heap: heapUsed / MIB, rss: rss / MIB, resources } };
  });
  await control.start({ host: '127.0.0.1', port: 0 });
  return { port: control.address?.port ?? 0, mock: Number(new URL(scenario.ecu('soaked').url).port) };
}

/** Restless clients for so long; answers what the mock's process had in the last third, and what it had before and after. */
export async function visit({
  port,
  mock,
  seconds,
  seed,
}: {
  port: number;
  mock: number;
  seconds: number;
  seed: number;
}): Promise<Record<string, number>> {
  const control = new Client();
  await control.connect(`vsoa://127.0.0.1:${port}`);
  const look = async () => (await control.call('/gauge')).param as unknown as Gauge;
  const before = await look();
  const end = performance.now() + seconds * 1_000;
  const clients = Promise.all(
    Array.from({ length: CLIENTS }, (_, place) =>
      restless(`vsoa://127.0.0.1:${mock}`, seed + place, () => performance.now() > end),
    ),
  );
  const looks: Gauge[] = [];
  while (looks.length < LOOKS) {
    await passed((seconds * 1_000) / LOOKS);
    looks.push(await look());
  }
  const visits = (await clients).reduce((sum, each) => sum + each);
  await passed(PEACE);
  const after = await look();
  const lastThird = looks.slice(-LOOKS / 3);
  const grown = (of: (gauge: Gauge) => number) => Math.max(...lastThird.map(of)) - (lastThird.map(of)[0] ?? 0);
  return {
    visits,
    heapGrown: grown(({ heap }) => heap),
    rssGrown: grown(({ rss }) => rss),
    rss: Math.max(...looks.map(({ rss }) => rss)),
    before: before.resources,
    after: after.resources,
  };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
