import { Client } from '@vsoa-testbench/core';
import { target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode } from './exit.ts';
import { milliseconds, type Output, printable } from './output.ts';
import { stopSignal } from './stop.ts';

export interface InfoOptions extends ConnectionFlags {
  timeout: number;
}

/** Connects, and prints what the handshake told. */
export async function info(url: string, options: InfoOptions, output: Output): Promise<ExitCode> {
  const { server } = target(url);
  const signal = stopSignal();
  const client = new Client();
  try {
    const start = performance.now();
    await client.connect(server, { ...(await connectOptions(options)), timeout: options.timeout, signal });
    const connectMs = milliseconds(performance.now() - start);
    const certificate = client.peerCertificate();
    const clientId = client.clientId;
    if (output.json) {
      output.line(JSON.stringify({ server, clientId, info: client.serverInfo, connectMs, certificate }));
    } else {
      for (const line of shown(client.serverInfo).split('\n')) output.line(printable(line));
      output.message(`${server} in ${connectMs} ms, client id ${clientId ?? 'unknown'}`, 'good');
      if (certificate !== undefined) {
        const { subject, notAfter, verified } = certificate;
        const trust = verified ? 'trusted' : 'not trusted';
        output.message(`certificate of ${printable(String(subject['CN']))}, until ${notAfter.toISOString()}, ${trust}`);
      }
    }
    return Exit.OK;
  } finally {
    await client.disconnect();
  }
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
