import type { TlsProblem } from '../contract.ts';

/** What OpenSSL and Node say, in the words of the contract. */
const PROBLEMS: Readonly<Record<string, TlsProblem>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'UNKNOWN_AUTHORITY',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'UNKNOWN_AUTHORITY',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'UNKNOWN_AUTHORITY',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'UNKNOWN_AUTHORITY',
  SELF_SIGNED_CERT_IN_CHAIN: 'UNKNOWN_AUTHORITY',
  CERT_UNTRUSTED: 'UNKNOWN_AUTHORITY',
  CERT_SIGNATURE_FAILURE: 'UNKNOWN_AUTHORITY',
  CERT_HAS_EXPIRED: 'EXPIRED',
  CERT_NOT_YET_VALID: 'NOT_YET_VALID',
  CERT_REVOKED: 'REVOKED',
  HOSTNAME_MISMATCH: 'OTHER_NAME',
  ERR_TLS_CERT_ALTNAME_INVALID: 'OTHER_NAME',
  ECONNRESET: 'NO_TLS',
  EPROTO: 'NO_TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'NO_TLS',
};

/** What a code of OpenSSL or Node means for a certificate or a handshake. */
export function problemOf(code: string): TlsProblem {
  return PROBLEMS[code] ?? 'OTHER';
}

/**
 * Why an attempt to connect failed, where it is about TLS. `secure`: the device uses TLS; `secured`: TLS was through, so
 * that what came after it was the server's judgement of our certificate.
 */
export function tlsProblemOf(
  error: { code: string; cause?: unknown },
  { secure, secured }: { secure: boolean; secured: boolean },
): TlsProblem | undefined {
  // Most servers with TLS close without a word when they are spoken to without.
  if (!secure && error.code === 'INVALID_RESPONDING')
    return codeOf(error.cause) === 'CLOSED_BY_SERVER' ? 'WANTS_TLS' : undefined;
  if (error.code !== 'TLS_HANDSHAKE_FAILED') return undefined;
  if (!secure) return 'WANTS_TLS';
  return secured ? 'OUR_CERTIFICATE' : problemOf(codeOf(error.cause));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
