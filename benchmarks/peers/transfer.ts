import { existsSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Bench } from '../../testbench/bench.ts';
import { noDialogs } from '../../testbench/capture/dialogs.ts';
import type { Transfer } from '../../testbench/contract.ts';
import type { BulkOptions } from '../bulk.ts';

const PIECE = 1_048_576;
const SAMPLE_MS = 50;
/** In memory where the system has that, so that it is not the disk that is measured. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** A transfer of the bench, with its file and its SHA-256, from the start to the file that is whole. */
export async function run({ port, bytes, direction }: BulkOptions & { port: number }) {
  const folder = await mkdtemp(path.join(FOLDER, 'transfer-'));
  const file = path.join(folder, 'file');
  if (direction === 'upload') await fill(file, bytes);
  const dialogs = { ...noDialogs, chooseSave: async () => file, chooseOpen: async () => file };
  const bench = new Bench({ dialogs });
  try {
    const { handlers } = bench;
    const device = await handlers.addDevice({ url: `vsoa://127.0.0.1:${port}` });
    await until(bench, ({ devices }) => devices[0]?.state.name === 'connected');
    const place = direction === 'download' ? await handlers.chooseStreamTarget({ name: 'file' }) : null;
    const send = direction === 'upload' ? await handlers.chooseDataFile(undefined) : null;
    const memory = watchMemory();
    const started = performance.now();
    await handlers.startTransfer({
      deviceId: device.id,
      source: {
        kind: 'call',
        url: '/stream',
        method: 'GET',
        payload: { param: '', data: { kind: 'text', text: '' } },
        timeoutMs: 10_000,
      },
      receive: place ? { kind: 'file', file: place } : { kind: 'live' },
      send,
      idleMs: null,
    });
    await until(bench, ({ transfers }) => isThrough(transfers[0], bytes, direction));
    return { rate: (bytes * 1_000) / (performance.now() - started), growth: memory.stop() };
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function isThrough(transfer: Transfer | undefined, bytes: number, direction: BulkOptions['direction']): boolean {
  if (transfer?.state.name === 'failed') throw new Error(JSON.stringify(transfer.state.reason));
  if (transfer?.state.name !== 'done') return false;
  const { bytes: moved, sha256 } = direction === 'download' ? transfer.received : transfer.sent;
  if (moved !== bytes || sha256 === null) throw new Error(`${moved} of ${bytes} bytes went through`);
  return true;
}

/** Largest growth of the memory of this process from now on. */
function watchMemory(): { stop: () => number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop: () => {
      look();
      clearInterval(timer);
      return most - before;
    },
  };
}

type Told = Awaited<ReturnType<Bench['handlers']['snapshot']>>;

function until(bench: Bench, condition: (told: Told) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = async () => {
      try {
        bench.takeEvents();
        if (condition(await bench.handlers.snapshot(undefined))) resolve();
      } catch (error) {
        reject(error);
      }
    };
    bench.onChange(() => void look());
    void look();
  });
}

async function fill(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w');
  const piece = Buffer.alloc(PIECE, 'transfer ');
  for (let left = bytes; left > 0; left -= piece.length) await handle.write(piece, 0, Math.min(left, PIECE));
  await handle.close();
}
