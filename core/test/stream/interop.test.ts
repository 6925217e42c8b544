import { createHash } from 'node:crypto';
import { on, once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Client, Server, type Stream } from '../../src/index.ts';
import { type Line, Peer } from '../peer/peer.ts';
import { certificates } from '../tls/certificates.ts';
import { sourceOf } from './support.ts';

const CA = path.join(import.meta.dirname, '../tls/fixtures/ca.crt');
const BYTES = 64 * 1_048_576;
const variants = [
  { secure: false, ours: undefined, theirs: {} },
  {
    secure: true,
    ours: { server: certificates.server, client: { ca: certificates.ca } },
    theirs: {
      server: { cert: String(certificates.server.cert), key: String(certificates.server.key) },
      client: {},
    },
  },
];

/** Our part of what stream-exchange.cjs does. */
async function exchange(stream: Stream, bytes: number, salt: number): Promise<Line> {
  const { source, sha256 } = sourceOf(bytes, salt);
  const received = createHash('sha256');
  const sent = once(source, 'end');
  const ended = once(stream, 'end');
  source.pipe(stream, { end: false });
  let count = 0;
  for await (const [chunk] of on(stream, 'data')) {
    received.update(chunk.subarray(0, bytes - count));
    count += chunk.length;
    if (count >= bytes) break;
  }
  await sent;
  stream.write('k');
  await ended;
  stream.end();
  return { sent: sha256(), received: received.digest('hex') };
}

async function startPeer(script: ConstructorParameters<typeof Peer>[0], options: Line): Promise<Peer> {
  // The npm client trusts what Node does, whatever its `ca` says.
  const peer = new Peer(script, options, { NODE_EXTRA_CA_CERTS: CA });
  onTestFinished(() => peer.kill());
  return peer;
}

test.each(variants)(
  'our client and an npm server stream 64 MiB each way at once ($secure)',
  async ({ ours, theirs }) => {
    const peer = await startPeer('vsoa-server.cjs', { tls: theirs.server });
    const { port } = await peer.heard('ready');
    const client = new Client();
    onTestFinished(() => client.disconnect());
    await client.connect(`vsoa://localhost:${String(port)}`, { tls: ours?.client });
    const { tunnelId } = await client.call(`/stream/${BYTES}`);
    const stream = await client.createStream(tunnelId);
    const { sent, received } = await exchange(stream, BYTES, 5);
    expect(await peer.heard('streamed')).toEqual({ streamed: { sent: received, received: sent } });
  },
  30_000,
);

test.each(variants)(
  'our server and an npm client stream 64 MiB each way at once ($secure)',
  async ({ ours, theirs }) => {
    const server = new Server();
    onTestFinished(() => server.close({ linger: 0 }));
    await server.start({ host: '127.0.0.1', port: 0, tls: ours?.server });
    let exchanged: Promise<Line> | undefined;
    server.command('/stream', async (_, client) => {
      const stream = await server.createStream({ client });
      exchanged = exchange(stream, BYTES, 6);
      return { tunnelId: stream.tunnelId };
    });
    const peer = await startPeer('vsoa-client.cjs', { port: server.address?.port, tls: theirs.client });
    await peer.heard('connect');
    const { tunid } = await peer.tell({ call: '/stream' });
    const told = await peer.tell({ stream: tunid, bytes: BYTES });
    expect(await exchanged).toEqual({ sent: told['received'], received: told['sent'] });
  },
  30_000,
);
