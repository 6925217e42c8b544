import { onTestFinished } from 'vitest';
import {
  type ClientTlsOptions,
  Server,
  type ServerOptions,
  type ServerTlsOptions,
  type VsoaError,
} from '../../src/index.ts';
import { makeClient } from '../support.ts';
import { certificates } from './certificates.ts';

/** A server with TLS, closed when the test is over; `failures` are its 'tlsError's. */
export async function startTls(tls: Partial<ServerTlsOptions> = {}, options: ServerOptions = {}) {
  const server = new Server(options);
  const failures: { error: VsoaError; address: string }[] = [];
  server.on('tlsError', (error, address) => failures.push({ error, address }));
  server.command('/echo', ({ param, data }) => ({ param, data }));
  await server.start({ host: '127.0.0.1', port: 0, tls: { ...certificates.server, ...tls } });
  onTestFinished(() => server.close());
  const port = server.address?.port ?? 0;
  return { server, port, url: `vsoa://127.0.0.1:${port}`, failures };
}

/** Connects, and says what became of it: the code, and that of the cause. */
export async function outcome(url: string, tls: ClientTlsOptions | true): Promise<unknown> {
  try {
    await makeClient().connect(url, { tls });
    return 'connected';
  } catch (error) {
    const { code, cause } = error as VsoaError & { cause?: { code?: string } };
    return [code, cause?.code];
  }
}
