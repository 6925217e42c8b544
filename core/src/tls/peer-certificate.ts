import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The parts of a name: `{ O: 'Acme', CN: 'ecu-7' }`; a part that is there several times is a list. */
export type CertificateName = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a peer has shown of itself in the TLS handshake. */
export interface PeerCertificate {
  /** Of X.509: 3 nearly always. */
  readonly version: number;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly subject: CertificateName;
  readonly issuer: CertificateName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `DNS:localhost, IP Address:127.0.0.1`; undefined where it has none. */
  readonly subjectAltName: string | undefined;
  /** SHA-256 of the certificate, as `AB:CD:…`. */
  readonly fingerprint256: string;
  /** It is valid now, comes from an authority that is trusted, and at a client has the name of the server. */
  readonly verified: boolean;
  /** Why it is not verified: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID` and the like. */
  readonly verifyError: string | undefined;
}

/** Undefined without TLS, where the peer has shown no certificate, and when the connection is closed. */
export function peerCertificate(socket: Socket): PeerCertificate | undefined {
  const certificate = certificateOf(socket);
  if (!(socket instanceof TLSSocket) || certificate === undefined) return undefined;
  const { subject, issuer } = certificate.toLegacyObject();
  // Typed as an Error, and a string in truth.
  const problem: unknown = socket.authorizationError;
  return {
    version: versionOf(certificate.raw),
    serialNumber: certificate.serialNumber,
    subject: { ...subject },
    issuer: { ...issuer },
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    subjectAltName: certificate.subjectAltName,
    fingerprint256: certificate.fingerprint256,
    verified: socket.authorized,
    verifyError: typeof problem === 'string' ? problem : undefined,
  };
}

/** The certificate itself, DER. Undefined as with `peerCertificate`. */
export function peerCertificateDer(socket: Socket): Buffer | undefined {
  return certificateOf(socket)?.raw;
}

function certificateOf(socket: Socket): X509Certificate | undefined {
  if (!(socket instanceof TLSSocket) || socket.destroyed) return undefined;
  // `getPeerX509Certificate` of Node 20 takes the certificate out of the chain: a second call finds none.
  const { raw }: { raw?: Buffer } = socket.getPeerCertificate();
  return raw && new X509Certificate(raw);
}

/** Node does not tell it: SEQUENCE { SEQUENCE { [0] { INTEGER version - 1 }, … } }, where [0] is absent in version 1. */
function versionOf(der: Buffer): number {
  const inner = contentAt(der, contentAt(der, 0));
  return der[inner] === 0xa0 ? der[contentAt(der, contentAt(der, inner))]! + 1 : 1;
}

/** Where the content of the DER element at `offset` begins. */
function contentAt(der: Buffer, offset: number): number {
  const length = der[offset + 1]!;
  return offset + 2 + (length < 0x80 ? 0 : length & 0x7f);
}
