import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { cpuOfThisProcess } from './stream-ours.ts';

const PIECE = 1_048_576;
/** Bytes. As many as give the speed, which does not depend on how many there are. */
const HASHED = 1_073_741_824;

/** What a part of a transfer takes where nothing else is done. */
export interface Taken {
  /** By the clock. */
  seconds: number;
  /** Of processor time. */
  cpu: number;
}

export function writeFile(file: string, bytes: number): Promise<Taken> {
  return timed(async () => {
    const handle = await open(file, 'wx');
    const piece = Buffer.alloc(PIECE, 'transfer ');
    for (let left = bytes; left > 0; left -= PIECE) await handle.write(piece, 0, Math.min(left, PIECE));
    await handle.sync();
    await handle.close();
  });
}

export function readFile(file: string): Promise<Taken> {
  return timed(async () => {
    const handle = await open(file, 'r');
    const piece = Buffer.alloc(PIECE);
    while ((await handle.read(piece, 0, PIECE)).bytesRead > 0);
    await handle.close();
  });
}

export async function hash(bytes: number): Promise<Taken> {
  const { seconds, cpu } = await timed(async () => {
    const sha256 = createHash('sha256');
    const piece = Buffer.alloc(PIECE, 'transfer ');
    for (let left = HASHED; left > 0; left -= PIECE) sha256.update(piece);
    sha256.digest();
  });
  return { seconds: (seconds * bytes) / HASHED, cpu: (cpu * bytes) / HASHED };
}

async function timed(work: () => Promise<void>): Promise<Taken> {
  const [started, before] = [performance.now(), cpuOfThisProcess()];
  await work();
  return { seconds: (performance.now() - started) / 1_000, cpu: cpuOfThisProcess() - before };
}
