import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { type BulkOptions, runBulk, serveBulk } from '../bulk.ts';

/** Bare sockets. */
export async function serve(options: BulkOptions): Promise<{ port: number }> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => void serveBulk(socket, options));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: address !== null && typeof address === 'object' ? address.port : 0 };
}

export async function run({ port, ...options }: BulkOptions & { port: number }): Promise<{ rate: number }> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  await once(socket, 'connect');
  return runBulk(socket, options);
}
