import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Bench } from '../../testbench/bench.ts';
import { noDialogs } from '../../testbench/capture/dialogs.ts';
import type { Transfer } from '../../testbench/contract.ts';
import type { BulkOptions } from '../bulk.ts';
import { withCpu } from './stream-ours.ts';
import { hash, readFile, type Taken, writeFile } from './transfer-parts.ts';

const SAMPLE_MS = 50;

interface TransferOptions extends BulkOptions {
  port: number;
  /** Where the file lies meanwhile. */
  folder: string;
}

/**
 * A transfer of the bench, with its file and its SHA-256, from the start to the file that is whole. And before it what that
 * file and that SHA-256 take alone.
 */
export async function run(options: TransferOptions) {
  const folder = await mkdtemp(path.join(options.folder, 'transfer-'));
  const file = path.join(folder, 'file');
  const { bytes, direction } = options;
  try {
    const hashing = await hash(bytes);
    const moving = direction === 'download' ? await writeAlone(file, bytes) : await readAlone(file, bytes);
    return {
      ...(await move(file, options)),
      hashSeconds: hashing.seconds,
      hashCpu: hashing.cpu,
      fileSeconds: moving.seconds,
      fileCpu: moving.cpu,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Twice: memory that a virtual machine has not used lately takes several times as long to write to. */
async function writeAlone(file: string, bytes: number): Promise<Taken> {
  await writeFile(file, bytes);
  await rm(file);
  const taken = await writeFile(file, bytes);
  await rm(file);
  return taken;
}

async function readAlone(file: string, bytes: number): Promise<Taken> {
  await writeFile(file, bytes);
  return readFile(file);
}

async function move(file: string, { port, bytes, direction }: TransferOptions) {
  const dialogs = { ...noDialogs, chooseSave: async () => file, chooseOpen: async () => file };
  const bench = new Bench({ dialogs });
  try {
    const { handlers } = bench;
    const device = await handlers.addDevice({ url: `vsoa://127.0.0.1:${port}` });
    await until(bench, ({ devices }) => devices[0]?.state.name === 'connected');
    const place = direction === 'download' ? await handlers.chooseStreamTarget({ name: 'file' }) : null;
    const send = direction === 'upload' ? await handlers.chooseDataFile(undefined) : null;
    const memory = watchMemory();
    const moved = await withCpu(port, async () => {
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
      return { rate: (bytes * 1_000) / (performance.now() - started) };
    });
    return { ...moved, growth: memory.stop() };
  } finally {
    await bench.close();
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
