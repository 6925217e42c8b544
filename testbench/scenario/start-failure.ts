import { type StartOptions, VsoaError } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';

/** Why an ECU, or a position server, cannot listen, and what to do. */
export function startFailure(name: string, { host = '', port }: StartOptions, error: unknown): BenchFailure {
  const shown = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const code = error instanceof VsoaError && error.code === 'ADDRESS_IN_USE' ? 'ADDRESS_IN_USE' : 'ERROR';
  const reason = error instanceof Error ? error.message : String(error);
  return new BenchFailure(code, `${name} cannot listen on ${shown}: ${reason}. ${whatToDo(error)}`, {
    host: shown,
    subject: name,
    cause: error,
  });
}

function whatToDo(error: unknown): string {
  if (!(error instanceof VsoaError)) return 'Look at the log of the system.';
  switch (error.cause instanceof Error && 'code' in error.cause ? error.cause.code : error.code) {
    case 'EADDRINUSE':
    case 'ADDRESS_IN_USE':
      return 'Stop what uses the port, or give the ECU another one: 0 takes one that is free.';
    case 'EACCES':
      return 'Ports below 1024 need more rights: give it a higher one, or 0 for one that is free.';
    case 'EADDRNOTAVAIL':
      return 'That is no address of this machine: 127.0.0.1 is for this machine only, 0.0.0.0 for all networks.';
    case 'INVALID_ARGUMENT':
      return 'Look at its port, and at the files of its TLS.';
    default:
      return 'Look at its host and port.';
  }
}
