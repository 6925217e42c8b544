import { Client, Server } from '@vsoa-testbench/core';
import type { EcuSpec, TopicSpec } from '../../testbench/scenario/file/schema.ts';
import { Scenario } from '../../testbench/scenario/scenario.ts';
import { quantile } from '../quantile.ts';

const CPU_URL = '/cpu';
const FAST_URL = '/fast';
const FAST_PERIOD = 10;

interface RunOptions {
  ecus: number;
  topics: number;
  period: number;
}

interface ListenOptions {
  port: number;
  warmUpMs: number;
  measureMs: number;
}

/** A vehicle, with one topic of 10 ms beside, and a server that says what the process has used. */
export async function run({ ecus, topics, period }: RunOptions): Promise<{ port: number }> {
  const fast: EcuSpec = { name: 'fast', topics: [{ url: FAST_URL, every: FAST_PERIOD, param: { $count: {} } }] };
  const others = Array.from({ length: ecus }, (_, place) => ecuOf(place, topics, period));
  const scenario = new Scenario({ spec: { scenario: 1, seed: 1, ecus: [fast, ...others] }, folder: null });
  await scenario.start();
  const control = new Server();
  const urls = scenario.ecus.map(({ url }) => url);
  control.command('/urls', () => ({ param: urls }));
  control.command(CPU_URL, () => {
    const { user, system } = process.cpuUsage();
    return { param: { ms: (user + system) / 1_000, at: performance.now() } };
  });
  await control.start({ host: '127.0.0.1', port: 0 });
  return { port: control.address?.port ?? 0 };
}

/** As vehicles have them: numbers that move, texts, states; each tenth is computed by JSONata. */
function ecuOf(place: number, topics: number, period: number): EcuSpec {
  return {
    name: `ecu${place}`,
    state: { gear: 'D', doors: { frontLeft: 'closed', frontRight: 'closed' }, limit: 120 },
    topics: Array.from({ length: topics }, (_, number): TopicSpec => {
      const speed = { $sine: { min: 0, max: 130, period: 20_000, phase: number / topics, decimals: 2 } };
      const param =
        number % 10 === 0
          ? { $expr: "{'gear': state.gear, 'limit': state.limit, 'open': state.doors.frontLeft != 'closed'}" }
          : {
              speed,
              rpm: { $walk: { min: 800, max: 6_000, step: 40, decimals: 0 } },
              gear: { $state: 'gear' },
              ok: true,
            };
      return { url: `/unit${place}/topic${number}`, every: period, param };
    }),
  };
}

/** Subscribes everything; answers what arrived, what the other process used for it, and how punctual the topic of 10 ms was. */
export async function listen({ port, warmUpMs, measureMs }: ListenOptions): Promise<Record<string, number>> {
  const control = new Client();
  await control.connect(`vsoa://127.0.0.1:${port}`);
  const urls = (await control.call('/urls')).param as string[];
  let messages = 0;
  const times: number[] = [];
  for (const url of urls) {
    const client = new Client();
    await client.connect(url);
    client.on('message', (message) => {
      messages += 1;
      if (message.url === FAST_URL) times.push(performance.now());
    });
    await client.subscribe('/');
  }
  await passed(warmUpMs);
  const before = await usedBy(control);
  const [count, first] = [messages, times.length];
  await passed(measureMs);
  const after = await usedBy(control);
  const elapsed = after.at - before.at;
  return {
    rate: ((messages - count) * 1_000) / elapsed,
    share: ((after.ms - before.ms) * 100) / elapsed,
    error99: quantile(errorsOf(times.slice(first), measureMs), 0.99),
  };
}

async function usedBy(control: Client): Promise<{ ms: number; at: number }> {
  return (await control.call(CPU_URL)).param as { ms: number; at: number };
}

/** How far each was from its place on the grid; of one that did not come at all, a period. */
function errorsOf(times: readonly number[], elapsed: number): number[] {
  const offsets = times.map((time) => time % FAST_PERIOD);
  // Of a circle: the middle one of those that are around the first.
  const [origin = 0] = offsets;
  const around = offsets.map((offset) => nearest(offset - origin));
  const middle = quantile(around, 0.5);
  const errors = around.map((offset) => Math.abs(offset - middle));
  const missing = Math.max(0, Math.floor(elapsed / FAST_PERIOD) - times.length - 1);
  return [...errors, ...Array.from({ length: missing }, () => FAST_PERIOD)];
}

function nearest(offset: number): number {
  return offset - Math.round(offset / FAST_PERIOD) * FAST_PERIOD;
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
