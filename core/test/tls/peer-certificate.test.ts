import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { connectClient, makeClient, startServer } from '../support.ts';
import { certificates } from './certificates.ts';
import { startTls } from './support.ts';

test('the certificate of a peer can be had as an object, and as its bytes', async () => {
  const { url } = await startTls();
  const client = makeClient();
  await client.connect(url, { tls: { ca: certificates.ca } });
  const expected = new X509Certificate(certificates.server.cert);
  expect(client.peerCertificate()).toEqual({
    version: 3,
    serialNumber: expected.serialNumber,
    subject: { O: 'VSOA Testbench', CN: 'server' },
    issuer: { O: 'VSOA Testbench', CN: 'ca' },
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2120-01-01T00:00:00Z'),
    subjectAltName: 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    fingerprint256: expected.fingerprint256,
    verified: true,
    verifyError: undefined,
  });
  expect(client.peerCertificateDer()).toEqual(expected.raw);
});

test('there is none without TLS, before the connection and after it', async () => {
  const plain = await startServer();
  const connected = once(plain.server, 'connect');
  const client = await connectClient(plain.url);
  const [remote] = await connected;
  expect([client, remote].map((one) => [one.peerCertificate(), one.peerCertificateDer()])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);

  const { server, url } = await startTls({ ca: certificates.ca });
  const secure = makeClient();
  expect(secure.peerCertificate()).toBeUndefined();
  const welcomed = once(server, 'connect');
  await secure.connect(url, { tls: { ca: certificates.ca, ...certificates.client } });
  const [known] = await welcomed;
  const left = once(server, 'disconnect');
  await secure.disconnect();
  await left;
  expect([secure.peerCertificate(), known.peerCertificate(), known.peerCertificateDer()]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
