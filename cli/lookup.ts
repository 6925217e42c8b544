import { Domain, lookup } from '@vsoa-testbench/core';
import { Exit, type ExitCode } from './exit.ts';
import { milliseconds, type Output, printable } from './output.ts';
import { stopSignal } from './stop.ts';

export interface LookupFlags {
  server?: string[];
  family?: '4' | '6';
  timeout: number;
}

/** Asks position servers for a name. */
export async function lookUp(name: string, options: LookupFlags, output: Output): Promise<ExitCode> {
  const start = performance.now();
  const position = await lookup(name, {
    servers: options.server,
    domain: options.family && { 4: Domain.IPV4, 6: Domain.IPV6 }[options.family],
    timeout: options.timeout,
    signal: stopSignal(),
  });
  const rttMs = milliseconds(performance.now() - start);
  if (position === undefined) {
    if (output.json) output.line(JSON.stringify({ name, found: false, rttMs }));
    output.message(`no position server knows ${printable(name)}`, 'bad');
    return Exit.REFUSED;
  }
  const { host, port, security } = position;
  if (output.json) output.line(JSON.stringify({ name, found: true, host, port, security, rttMs }));
  else
    output.line(printable(`vsoa://${host.includes(':') ? `[${host}]` : host}:${port}${security ? ' with TLS' : ''}`));
  output.message(`${printable(name)} in ${rttMs} ms`, 'good');
  return Exit.OK;
}
