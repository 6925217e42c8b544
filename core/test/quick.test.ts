import { Socket } from 'node:dgram';
import { expect, onTestFinished, test, vi } from 'vitest';
import { QuickSocket } from '../src/quick.ts';
import { until } from './support.ts';

const HOST = '127.0.0.1';
const QUEUED_BYTES = 4_194_304;

async function bind(): Promise<QuickSocket> {
  const socket = await QuickSocket.bind(HOST, 0);
  onTestFinished(() => socket.close(() => undefined));
  return socket;
}

test('what is sent leaves when the tick is over, in order', async () => {
  const [sender, receiver] = [await bind(), await bind()];
  const received: number[] = [];
  receiver.receiver = (bytes, host, port) => {
    expect([host, port]).toEqual([HOST, sender.port]);
    received.push(bytes.readUInt8());
  };
  const send = vi.spyOn(Socket.prototype, 'send');
  onTestFinished(() => send.mockRestore());
  for (let count = 0; count < 100; count += 1) {
    expect(sender.send(Buffer.of(count), HOST, receiver.port)).toBe(true);
  }
  expect(send).not.toHaveBeenCalled();
  await new Promise((resolve) => process.nextTick(resolve));
  expect(send).toHaveBeenCalledTimes(100);
  await until(() => received.length === 100);
  expect(received).toEqual(Array.from({ length: 100 }, (_, count) => count));
});

test('what a close comes right behind still leaves, and nothing can be sent afterwards', async () => {
  const [sender, receiver] = [await QuickSocket.bind(HOST, 0), await bind()];
  let received = 0;
  receiver.receiver = () => {
    received += 1;
  };
  sender.send(Buffer.from('last'), HOST, receiver.port);
  await new Promise<void>((resolve) => sender.close(resolve));
  await until(() => received === 1);
  expect(sender.send(Buffer.from('late'), HOST, receiver.port)).toBe(false);
});

test('no port, more than a packet holds, and more in a tick than may wait are not sent', async () => {
  const [sender, receiver] = [await bind(), await bind()];
  expect(sender.send(Buffer.from('x'), HOST, 0)).toBe(false);
  expect(sender.send(Buffer.alloc(65_508), HOST, receiver.port)).toBe(false);
  const large = Buffer.alloc(65_507);
  const sent = Array.from({ length: 100 }, () => sender.send(large, HOST, receiver.port));
  expect(sent.filter(Boolean)).toHaveLength(Math.floor(QUEUED_BYTES / large.length));
  await new Promise((resolve) => setImmediate(resolve));
  expect(sender.send(large, HOST, receiver.port)).toBe(true);
});
