import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { BenchApi } from '../../testbench/contract.ts';
import { atLeast, atMost } from '../limits.ts';
import { STOP_URL } from '../load.ts';
import { start } from '../process.ts';
import type { Result } from '../result.ts';

const RATE = 100_000;
const SECONDS = 60;
/** Memory is looked at so often; it is level where it grew by no more than this over the last third of them. */
const LOOKS = 30;
const LEVEL_MIB = 64;
const CAP_MIB = 512;
const ROOM_MIB = 300;

declare global {
  var bench: BenchApi;
  /** Times between frames, ms. */
  var frames: number[];
  function requestAnimationFrame(callback: () => void): number;
}

/** The real window, with Traffic open and following, while a server of another process publishes. */
export async function* window(): AsyncGenerator<Result> {
  const { _electron } = await import('@playwright/test');
  const folder = mkdtempSync(path.join(tmpdir(), 'vsoa-testbench-bench-'));
  const publisher = await start('pace-server', { rate: RATE });
  const app = await _electron.launch({
    args: ['.', `--user-data-dir=${folder}`],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = await app.firstWindow();
    const seen = await watch(app, page, publisher.said('port'));
    const what = `window at ${RATE / 1_000} k packets/s for ${SECONDS} s`;
    yield atLeast({ work: `${what}: packets in the log`, unit: 'packets', ours: seen.logged }, seen.sent, 'published');
    yield atLeast({ work: `${what}: packets published`, unit: 'packets/s', ours: seen.sent / SECONDS }, RATE * 0.99);
    yield atMost({ work: `${what}: 95 % of frames within`, unit: 'ms', ours: seen.frame95 }, 33);
    yield atMost({ work: `${what}: main process blocked at most`, unit: 'ms', ours: seen.blocked }, 100);
    yield atMost({ work: `${what}: memory of the main process`, unit: 'MiB', ours: seen.memory }, CAP_MIB + ROOM_MIB);
    yield atMost({ work: `${what}: memory grew in the last third by`, unit: 'MiB', ours: seen.grown }, LEVEL_MIB);
  } finally {
    await app.close();
    await publisher.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watch(app: ElectronApplication, page: Page, port: number) {
  await page.waitForFunction(() => globalThis.bench !== undefined);
  const id = await page.evaluate(async (url) => {
    const added = await globalThis.bench.addDevice({ url, name: 'pace' });
    if (!added.ok) throw new Error(added.error.message);
    return added.value.id;
  }, `vsoa://127.0.0.1:${port}`);
  await page.getByRole('grid').getByText('SERVINFO').first().waitFor();
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    Object.assign(globalThis, { delay });
  });
  const before = await packetsIn(page);
  await page.evaluate(async (device) => {
    await globalThis.bench.subscribe({ id: device, urls: ['/'] });
    globalThis.frames = [];
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      globalThis.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, id);

  const memory: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await page.waitForTimeout((SECONDS * 1_000) / LOOKS);
    memory.push(await app.evaluate(() => process.memoryUsage().rss / 1_048_576));
  }
  const blocked = await app.evaluate(() => (globalThis as unknown as { delay: { max: number } }).delay.max / 1_000_000);
  const frames = await page.evaluate(() => globalThis.frames.splice(0));
  const sent = await stop(page, id);
  // Beside what was published: SUBSCRIBE and the RPC that stopped it, each with its reply.
  const logged = (await packetsIn(page)) - before - 4;
  return {
    sent,
    logged,
    blocked,
    frame95: frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? Infinity,
    memory: Math.max(...memory),
    grown: Math.max(...memory.slice(-LOOKS / 3)) - (memory.at(-LOOKS / 3) ?? 0),
  };
}

function packetsIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const told = await globalThis.bench.snapshot(undefined);
    return told.ok ? told.value.traffic.end : NaN;
  });
}

/** How many were published, all of them taken by the socket. */
async function stop(page: Page, id: string): Promise<number> {
  const text = await page.evaluate(
    async ([device, url]) => {
      const answer = await globalThis.bench.call({
        id: device,
        callId: 'stop',
        draft: {
          url,
          method: 'GET',
          payload: { param: '', data: { kind: 'text', text: '' } },
          timeoutMs: 10_000,
          repeat: { count: 1, perSecond: null },
        },
      });
      return answer.ok ? (answer.value.answer?.text ?? '') : JSON.stringify({ failed: answer.error });
    },
    [id, STOP_URL] as const,
  );
  const { sent, refused } = JSON.parse(text) as { sent?: number; refused?: number };
  if (sent === undefined || refused !== 0) throw new Error(`the publisher says ${text}`);
  return sent;
}
