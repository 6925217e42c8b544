import type { CertificateName, Client } from '@vsoa-testbench/core';
import type { PeerCertificate } from '../contract.ts';
import { problemOf } from './tls-problem.ts';

/** What the server has shown of itself; null without TLS. */
export function certificateOf(client: Client): PeerCertificate | null {
  const certificate = client.peerCertificate();
  const der = client.peerCertificateDer();
  if (certificate === undefined || der === undefined) return null;
  const { subject, issuer, notBefore, notAfter, subjectAltName, serialNumber, fingerprint256, verifyError } =
    certificate;
  return {
    subject: partsOf(subject),
    issuer: partsOf(issuer),
    notBefore: notBefore.getTime(),
    notAfter: notAfter.getTime(),
    altNames: subjectAltName?.split(', ') ?? [],
    serialNumber,
    fingerprint: fingerprint256,
    problem: certificate.verified ? null : problemOf(verifyError ?? ''),
    pem: pemOf(der),
  };
}

function partsOf(name: CertificateName): [string, string][] {
  return Object.entries(name).flatMap(([part, value = []]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [part, one]),
  );
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
