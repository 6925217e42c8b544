import { isDeepStrictEqual } from 'node:util';
import type { ServerLimits, ServerTlsOptions, StartOptions } from '@vsoa-testbench/core';
import type { EcuSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';

const HOST = '127.0.0.1';
/** Of a certificate or key, bytes. */
const MAX_PEM = 1_048_576;

/** Where the server of an ECU listens. Throws `FILE_UNREADABLE`. */
export function startOptionsOf({ host = HOST, port = 0, tls }: EcuSpec, folder: ScenarioFolder): StartOptions {
  return { host, port, tls: tls && tlsOf(tls, folder) };
}

/**
 * Commands that are never answered count as unanswered for ever, and must not use up what a client may have; what is kept
 * back is limited in `Waits`.
 */
export function limitsOf({ limits = {} }: EcuSpec): ServerLimits {
  const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
  return { ...given, unanswered: Infinity, unansweredBytes: Infinity };
}

/** Only with another server can these be others. */
export function needsOtherServer(before: EcuSpec, after: EcuSpec): boolean {
  return !isDeepStrictEqual(fixedParts(before), fixedParts(after));
}

function fixedParts({ host = HOST, port = 0, tls, limits = {}, raw = false }: EcuSpec): unknown[] {
  return [host, port, tls, limits, raw];
}

function tlsOf(tls: NonNullable<EcuSpec['tls']>, folder: ScenarioFolder): ServerTlsOptions {
  const read = (file: string) => folder.read(file, MAX_PEM);
  return {
    cert: read(tls.cert),
    key: read(tls.key),
    passphrase: tls.passphrase,
    ca: tls.ca === undefined ? undefined : read(tls.ca),
    verify: tls.verify,
  };
}
