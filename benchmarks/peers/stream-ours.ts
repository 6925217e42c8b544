import { once } from 'node:events';
import { Client, Server } from '@vsoa-testbench/core';
import { type BulkOptions, runBulk, serveBulk } from '../bulk.ts';

const STREAM_URL = '/stream';

export async function serve(options: BulkOptions): Promise<{ port: number }> {
  const server = new Server();
  server.command(STREAM_URL, async (_, client) => {
    const stream = await server.createStream({ client });
    void once(stream, 'link').then(() => serveBulk(stream, options));
    return { tunnelId: stream.tunnelId };
  });
  await server.start({ host: '127.0.0.1', port: 0 });
  return { port: server.address?.port ?? 0 };
}

export async function run({ port, ...options }: BulkOptions & { port: number }): Promise<{ rate: number }> {
  const client = new Client();
  await client.connect(`vsoa://127.0.0.1:${port}`);
  const { tunnelId } = await client.call(STREAM_URL);
  return runBulk(await client.createStream(tunnelId), options);
}
