import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeClient } from '../support.ts';
import { certificates } from '../tls/certificates.ts';
import { outcome, startTls } from '../tls/support.ts';
import { PARAM as param, startClientPeer, startServerPeer } from './peers.ts';

const { ca } = certificates;
/** The npm client trusts what Node trusts, whatever `ca` it is given. */
const TRUSTED = { NODE_EXTRA_CA_CERTS: path.join(import.meta.dirname, '../tls/fixtures/ca.crt') };

const texts = ({ cert, key }: { cert: Buffer; key: Buffer }) => ({ cert: String(cert), key: String(key) });
const oneWay = texts(certificates.server);
const mutual = { ...oneWay, ca: String(ca), requestCert: true, rejectUnauthorized: true };

describe('our client with an npm server with TLS', () => {
  test.each([
    ['one-way', oneWay, { ca }],
    ['mutual', mutual, { ca, ...certificates.client }],
  ])('calls, subscribes and exchanges datagrams, %s', async (_, tls, ours) => {
    const { peer, url } = await startServerPeer({ tls, passwd: '123456', info: { name: 'secure' } });
    const client = makeClient();
    expect(await client.connect(url, { tls: ours, passwd: '123456' })).toEqual({ name: 'secure' });
    expect(client.peerCertificate()).toMatchObject({ verified: true });
    const large = { param, data: Buffer.alloc(200_000, 7) };
    expect(await client.call('/echo', large)).toMatchObject(large);
    await client.subscribe('/a/');
    const message = once(client, 'message');
    await peer.tell({ publish: '/a/b', param });
    expect((await message)[0]).toMatchObject({ url: '/a/b', param, quick: false });
    client.datagram('/up', { param });
    expect(await peer.heard('datagram')).toEqual({ datagram: { url: '/up', quick: false, param } });
    expect(client.datagram('/up', { param, quick: true })).toBe(false);
    expect(await client.ping()).toBeGreaterThan(0);
  });

  test('is refused without a certificate where the server demands one, and refuses a server it does not trust', async () => {
    const demanding = await startServerPeer({ tls: mutual });
    expect(await outcome(demanding.url, { ca })).toMatchObject(['TLS_HANDSHAKE_FAILED', expect.any(String)]);
    const stranger = await startServerPeer({ tls: texts(certificates.stranger) });
    expect(await outcome(stranger.url, { ca })).toMatchObject(['TLS_HANDSHAKE_FAILED', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  });
});

describe('the npm client with our server with TLS', () => {
  test.each([
    ['one-way', {}, {}],
    ['mutual', { ca }, texts(certificates.client)],
  ])('calls, subscribes and exchanges datagrams, %s', async (_, ours, tls) => {
    const { server, port } = await startTls(ours, { info: { name: 'secure' }, passwd: '123456' });
    const connected = once(server, 'connect');
    const peer = startClientPeer(port, { tls, passwd: '123456' }, TRUSTED);
    expect(await peer.heard('connect')).toEqual({ connect: { name: 'secure' } });
    const [remote] = await connected;
    expect(remote.peerCertificate()?.subject.CN).toBe('key' in tls ? 'client' : undefined);
    const data = '07'.repeat(100_000);
    expect(await peer.tell({ call: '/echo', param, data })).toMatchObject({ param, data });
    await peer.tell({ subscribe: '/a/' });
    server.publish('/a/b', { param });
    expect(await peer.heard('message')).toEqual({ message: { url: '/a/b', quick: false, param } });
    expect(server.publish('/a/b', { param, quick: true })).toBe(false);
    const datagram = once(server, 'datagram');
    await peer.tell({ datagram: '/up', param });
    expect(await datagram).toMatchObject([{}, { url: '/up', param, quick: false }]);
    expect(await peer.tell({ ping: true })).toEqual({ done: 'ping' });
  });

  test('is refused without a certificate where we demand one, which the program is told', async () => {
    const { port, server } = await startTls({ ca });
    const failed = once(server, 'tlsError');
    const peer = startClientPeer(port, { tls: {} }, TRUSTED);
    expect(await failed).toMatchObject([{ code: 'TLS_HANDSHAKE_FAILED' }, expect.stringMatching(/^127\.0\.0\.1:/)]);
    await peer.heard('connectError');
    expect(server.clients.size).toBe(0);
  });
});
