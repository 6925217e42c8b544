import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { closed, failure, linked, offer, open, rawClient, StreamTap, textOf } from './support.ts';

describe.each([{ secure: false }, { secure: true }])('a stream ($secure)', ({ secure }) => {
  test('carries bytes both ways, as they were written', async () => {
    const { server, client } = await linked({ secure });
    const got = Promise.all([textOf(server), textOf(client)]);
    server.write('from ');
    server.end('the server');
    client.write('');
    client.write(new Uint8Array([0x66, 0x72, 0x6f, 0x6d, 0x20]));
    client.write(Buffer.alloc(0));
    client.end('746865', 'hex');
    expect(await got).toEqual(['from the', 'from the server']);
    await Promise.all([closed(server), closed(client)]);
    expect([server.errored, client.errored]).toEqual([null, null]);
  });

  test('that one side ends still goes the other way', async () => {
    const { server, client } = await linked({ secure });
    client.end('question');
    expect(await textOf(server)).toBe('question');
    expect(client.destroyed).toBe(false);
    const answer = textOf(client);
    server.write('late ');
    server.end('answer');
    expect(await answer).toBe('late answer');
    await Promise.all([closed(server), closed(client)]);
  });

  test('that is destroyed with an error fails at the other end, and is not taken for complete', async () => {
    const { server, client } = await linked({ secure });
    server.write('half of i');
    await once(client, 'data');
    server.destroy(new Error('the disk is gone'));
    expect(await failure(client)).toMatchObject({ code: 'CONNECTION_LOST', cause: { code: 'ECONNRESET' } });
    expect(client.readableEnded).toBe(false);
    expect(await failure(server)).toMatchObject({ message: 'the disk is gone' });
  });

  test('tells how many bytes went which way, and who is at the other end', async () => {
    const { server, client } = await linked({ secure });
    client.end(Buffer.alloc(1_000_000));
    server.end('ok');
    client.resume();
    await textOf(server);
    await Promise.all([closed(server), closed(client)]);
    expect([client.sentBytes, client.receivedBytes]).toEqual([1_000_000, 2]);
    expect([server.sentBytes, server.receivedBytes]).toEqual([2, 1_000_000]);
    expect(client.remoteAddress).toEqual({ host: '127.0.0.1', port: server.tunnelId });
    expect(server.remoteAddress?.host).toBe('127.0.0.1');
  });
});

test('what is written before the link waits for it, and an end too', async () => {
  const server = await offer();
  expect(server.linked).toBe(false);
  server.write('early ');
  server.end('end');
  const client = await open(server.tunnelId);
  expect(await textOf(client)).toBe('early end');
  expect(server.linked).toBe(true);
});

test('a stream can be read with for await, and its end leaves the loop', async () => {
  const { server, client } = await linked();
  server.end('1234');
  let text = '';
  for await (const chunk of client) text += String(chunk);
  expect(text).toBe('1234');
});

test('who only writes need not read, and who only reads need not end: both are closed when all is done', async () => {
  const { server, client } = await linked();
  client.allowHalfOpen = false;
  server.end('all there is');
  expect(await textOf(client)).toBe('all there is');
  await Promise.all([closed(server), closed(client)]);
});

test('pipeline takes it as source and as target', async () => {
  const { server, client } = await linked();
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  await Promise.all([pipeline(['a', 'b'], client), pipeline(server, sink)]);
  expect(chunks.join('')).toBe('ab');
  server.end();
  await closed(server);
});

test('a pipeline whose source fails breaks the stream for the peer too', async () => {
  const { server, client } = await linked();
  await expect(pipeline(failingSource, client)).rejects.toThrow('cannot read on');
  expect(await failure(server)).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('a pipeline whose target fails breaks the stream for the peer too', async () => {
  const { server, client } = await linked();
  client.on('close', () => undefined);
  client.write(Buffer.alloc(100_000));
  const full = new Writable({ write: (_, __, done) => done(new Error('the disk is full')) });
  await expect(pipeline(server, full)).rejects.toThrow('the disk is full');
  expect(await failure(client)).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('a peer that resets is an error for who reads and for who writes', async () => {
  const server = await offer();
  const raw = await rawClient(server.tunnelId);
  if (!server.linked) await once(server, 'link');
  const written = new Promise((resolve) => server.write(Buffer.alloc(50_000_000), resolve));
  raw.resetAndDestroy();
  expect(await failure(server)).toMatchObject({ code: 'CONNECTION_LOST', cause: { syscall: expect.any(String) } });
  expect(await written).toMatchObject({ code: 'CONNECTION_LOST' });
  await expect(finished(server)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
});

test('writing to a peer that has closed is an error, what it had sent is there before', async () => {
  const server = await offer();
  const raw = await rawClient(server.tunnelId);
  raw.end('last words');
  expect(await textOf(server)).toBe('last words');
  raw.destroy();
  const lost = failure(server);
  const writeOn = () => {
    if (!server.destroyed) server.write('anybody?', () => setImmediate(writeOn));
  };
  writeOn();
  expect(await lost).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('the tap is told when both ends are there, and how it ended, as a connection of its own', async () => {
  const tap = new StreamTap();
  const { server, client } = await linked({}, { tap });
  const { tunnelId } = server;
  client.end('12345');
  server.end('123');
  client.resume();
  await textOf(server);
  await closed(server);
  const [opened, ended] = tap.events;
  expect(tap.events).toHaveLength(2);
  expect(opened?.event).toEqual({ kind: 'STREAM_OPEN', tunnelId });
  expect(ended?.event).toEqual({ kind: 'STREAM_CLOSE', tunnelId, sentBytes: 3, receivedBytes: 5, error: undefined });
  expect(opened?.connection).toMatchObject({ role: 'server', label: 'server', local: `127.0.0.1:${tunnelId}` });
  expect(ended?.connection).toBe(opened?.connection);
});

test('the tap is told the code of a failure, and nothing of a stream that nobody linked', async () => {
  const tap = new StreamTap();
  const { server, client } = await linked({}, { tap });
  client.destroy(new Error('no'));
  await failure(server);
  await closed(server);
  const unlinked = await offer({}, { tap });
  await unlinked.close();
  expect(tap.events.map(({ event }) => event)).toMatchObject([
    { kind: 'STREAM_OPEN' },
    { kind: 'STREAM_CLOSE', error: 'CONNECTION_LOST' },
  ]);
});

async function* failingSource() {
  yield 'first';
  throw new Error('cannot read on');
}
