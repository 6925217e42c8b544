import { once } from 'node:events';
import { Client, Server } from '@vsoa-testbench/core';
import { type BulkOptions, runBulk, serveBulk } from '../bulk.ts';

const STREAM_URL = '/stream';
const CPU_URL = '/cpu';

export async function serve(options: BulkOptions): Promise<{ port: number }> {
  const server = new Server();
  server.command(STREAM_URL, async (_, client) => {
    const stream = await server.createStream({ client });
    void once(stream, 'link').then(() => serveBulk(stream, options));
    return { tunnelId: stream.tunnelId };
  });
  server.command(CPU_URL, () => ({ param: cpuOfThisProcess() }));
  await server.start({ host: '127.0.0.1', port: 0 });
  return { port: server.address?.port ?? 0 };
}

export async function run({ port, ...options }: BulkOptions & { port: number }): Promise<Moved> {
  const client = new Client();
  await client.connect(`vsoa://127.0.0.1:${port}`);
  return withCpu(port, async () => {
    const { tunnelId } = await client.call(STREAM_URL);
    return runBulk(await client.createStream(tunnelId), options);
  });
}

export interface Moved {
  /** Bytes a second. */
  rate: number;
  /** Seconds of processor time that both ends took, all their threads together. */
  cpu: number;
}

/** Moves something between this process and the server on a port. */
export async function withCpu<Result>(port: number, move: () => Promise<Result>): Promise<Result & { cpu: number }> {
  const server = new Client();
  await server.connect(`vsoa://127.0.0.1:${port}`);
  const cpu = async () => cpuOfThisProcess() + Number((await server.call(CPU_URL)).param);
  const before = await cpu();
  const result = await move();
  return { ...result, cpu: (await cpu()) - before };
}

export function cpuOfThisProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
