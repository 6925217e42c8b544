import { readFile } from 'node:fs/promises';
import type { ConnectOptions } from '@vsoa-testbench/core';
import type { ConnectionFlags } from './define/common.ts';
import { UsageError } from './exit.ts';

/** What `Client.connect` takes of it. Throws `UsageError` where a file cannot be read, or one of a pair is missing. */
export async function connectOptions(flags: ConnectionFlags): Promise<Pick<ConnectOptions, 'passwd' | 'tls'>> {
  const { passwd, servername, insecure } = flags;
  const wantsTls = [flags.tls, flags.ca, flags.cert, flags.key, servername, insecure].some(
    (flag) => flag !== undefined,
  );
  if (!wantsTls) return { passwd };
  if ((flags.cert === undefined) !== (flags.key === undefined)) {
    throw new UsageError('--cert and --key belong together: expected both');
  }
  const [ca, cert, key] = await Promise.all([
    pem('--ca', flags.ca),
    pem('--cert', flags.cert),
    pem('--key', flags.key),
  ]);
  return { passwd, tls: { ca, cert, key, hostname: servername, verify: insecure ? 'none' : 'required' } };
}

async function pem(option: string, file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${option}: cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
