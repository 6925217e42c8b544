import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TlsOptions,
} from 'node:tls';
import { callbackify } from 'node:util';
import { reasonOf, VsoaError } from '../errors.ts';

/** PEM text. */
export type Pem = string | Buffer;

/**
 * What is asked of the peer's certificate: `none`, nothing; `optional`, it is checked, but the connection is made
 * whatever comes out, and `peerCertificate().verified` tells it; `required`, there must be one, and it must be right.
 */
export type TlsVerify = 'none' | 'optional' | 'required';

/** Who one is: a certificate, with those between it and its authority behind it, and its key. */
export interface TlsIdentity {
  cert: Pem;
  key: Pem;
  /** Of the key, where that is encrypted. */
  passphrase?: string | undefined;
}

interface TlsTrust {
  /** Authorities to trust; several may stand in one PEM. */
  ca?: Pem | readonly Pem[] | undefined;
  /** Trust the authorities that Node knows, by default only where no `ca` is given. */
  defaultCertificates?: boolean | undefined;
  verify?: TlsVerify | undefined;
  /** ms from the TCP connection to the end of the TLS handshake. */
  handshakeTimeout?: number | undefined;
}

export interface ServerTlsOptions extends TlsIdentity, TlsTrust {
  /**
   * Another certificate by the name that the client asks for; undefined: the one above. Clients that ask for an IP
   * address send no name. Where it throws or rejects, the handshake fails.
   */
  sni?: ((servername: string) => TlsIdentity | undefined | Promise<TlsIdentity | undefined>) | undefined;
  /** Of the client's certificate; by default `required` where `ca` is given, else `none`. */
  verify?: TlsVerify | undefined;
  /** By default 1,000 ms. */
  handshakeTimeout?: number | undefined;
}

export interface ClientTlsOptions extends TlsTrust {
  /** The client's own certificate, for servers that ask for one; with `key`. */
  cert?: Pem | undefined;
  key?: Pem | undefined;
  /** Of the key, where that is encrypted. */
  passphrase?: string | undefined;
  /** Asked of the server (SNI) and looked for in its certificate; by default the host of the url. */
  hostname?: string | undefined;
  /** Of the server's certificate, its name included; by default `required`. */
  verify?: TlsVerify | undefined;
  /** By default 5,000 ms. */
  handshakeTimeout?: number | undefined;
}

export const SERVER_HANDSHAKE_TIMEOUT = 1_000;
export const CLIENT_HANDSHAKE_TIMEOUT = 5_000;

/** What `tls.createServer` takes. Throws `INVALID_ARGUMENT` where certificate, key or authorities cannot be used. */
export function secureServerOptions(tls: ServerTlsOptions): TlsOptions {
  const { cert, key, passphrase, sni, handshakeTimeout = SERVER_HANDSHAKE_TIMEOUT } = tls;
  if (!cert || !key) throw new VsoaError('INVALID_ARGUMENT', 'a server with TLS needs a certificate and its key');
  const ca = authoritiesOf(tls);
  secureContext(tls, ca);
  const verify = tls.verify ?? (tls.ca === undefined ? 'none' : 'required');
  return {
    cert,
    key,
    passphrase,
    ca,
    requestCert: verify !== 'none',
    rejectUnauthorized: verify === 'required',
    handshakeTimeout,
    SNICallback: sni && callbackify((servername: string) => contextOf(servername, sni, ca)),
  };
}

/**
 * What `tls.connect` takes beside the socket; `host` is the host of the url. Throws `INVALID_ARGUMENT` where
 * certificate, key or authorities cannot be used.
 */
export function secureClientOptions(tls: ClientTlsOptions | true, host: string): ConnectionOptions {
  const options = tls === true ? {} : tls;
  const { hostname = host, cert, key, verify = 'required' } = options;
  if (!cert !== !key) throw new VsoaError('INVALID_ARGUMENT', 'a certificate needs its key, and a key its certificate');
  return {
    secureContext: secureContext(options, authoritiesOf(options)),
    // RFC 6066 allows no IP address here; Node then compares it with what the certificate has.
    servername: isIP(hostname) === 0 ? hostname : '',
    checkServerIdentity: (_, certificate) => checkServerIdentity(hostname, certificate),
    rejectUnauthorized: verify === 'required',
  };
}

/** Undefined: those that Node knows. */
function authoritiesOf({ ca, defaultCertificates = ca === undefined }: TlsTrust): Pem[] | undefined {
  if (ca === undefined) return defaultCertificates ? undefined : [];
  const authorities = typeof ca === 'string' || Buffer.isBuffer(ca) ? [ca] : [...ca];
  for (const authority of authorities) checkAuthority(authority);
  return defaultCertificates ? [...rootCertificates, ...authorities] : authorities;
}

/** OpenSSL passes over what it cannot read, and everything would be refused later. */
function checkAuthority(authority: Pem): void {
  try {
    void new X509Certificate(authority);
  } catch (error) {
    throw new VsoaError(
      'INVALID_ARGUMENT',
      'what is given as ca is no certificate as PEM text (a path is not read)',
      error,
    );
  }
}

function secureContext(
  { cert, key, passphrase }: TlsIdentity | ClientTlsOptions,
  ca: Pem[] | undefined,
): SecureContext {
  try {
    return createSecureContext({ cert, key, passphrase, ca });
  } catch (error) {
    throw new VsoaError(
      'INVALID_ARGUMENT',
      `certificate, key and passphrase do not go together, or are no PEM text (a path is not read): ${reasonOf(error)}`,
      error,
    );
  }
}

async function contextOf(
  servername: string,
  sni: NonNullable<ServerTlsOptions['sni']>,
  ca: Pem[] | undefined,
): Promise<SecureContext | undefined> {
  const identity = await sni(servername);
  return identity && secureContext(identity, ca);
}
