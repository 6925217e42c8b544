import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock, type Tap, type TapConnection, type TapEvent } from '../../src/index.ts';
import { type OfferPlace, offerStream } from '../../src/stream/offer.ts';
import { openStream } from '../../src/stream/open.ts';
import type { StreamOptions } from '../../src/stream/options.ts';
import type { Stream } from '../../src/stream/stream.ts';
import type { ClientTlsOptions, ServerTlsOptions } from '../../src/tls/options.ts';
import { certificates } from '../tls/certificates.ts';

export const TLS: { server: ServerTlsOptions; client: ClientTlsOptions } = {
  server: certificates.server,
  client: { ca: certificates.ca },
};

export interface Setting {
  clock?: Clock;
  tap?: Tap;
  tls?: ServerTlsOptions;
  peer?: OfferPlace['peer'];
}

/** A stream that is offered on 127.0.0.1, destroyed when the test is over. */
export async function offer(options: StreamOptions = {}, setting: Setting = {}): Promise<Stream> {
  const { clock = systemClock, tap, tls, peer } = setting;
  const context = { role: 'server' as const, label: 'server', tap, clock };
  return tidy(await offerStream({ host: '127.0.0.1', tls, peer, tlsFailed: () => undefined }, context, options));
}

export async function open(
  tunnelId: number,
  options: StreamOptions = {},
  setting: { clock?: Clock; tap?: Tap; tls?: ClientTlsOptions; host?: string } = {},
): Promise<Stream> {
  const { clock = systemClock, tap, tls, host = '127.0.0.1' } = setting;
  const context = { role: 'client' as const, label: 'client', tap, clock };
  return tidy(await openStream({ host, tunnelId, tls, hostname: 'localhost' }, context, options));
}

/** Both ends of a stream. */
export async function linked(
  { secure = false, ...options }: StreamOptions & { secure?: boolean } = {},
  setting: Setting = {},
): Promise<{ server: Stream; client: Stream }> {
  const server = await offer(options, { ...setting, ...(secure ? { tls: TLS.server } : {}) });
  const link = once(server, 'link');
  const client = await open(server.tunnelId, {}, secure ? { tls: TLS.client } : {});
  await link;
  return { server, client };
}

/** A peer that follows no rules. */
export async function rawClient(tunnelId: number, host = '127.0.0.1', localAddress?: string): Promise<Socket> {
  const socket = connect({ host, port: tunnelId, allowHalfOpen: true, ...(localAddress ? { localAddress } : {}) });
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** What a client that is not welcome gets, be it while it connects or right after. */
export async function resetOf(tunnelId: number, localAddress: string = '127.0.0.1'): Promise<unknown> {
  const socket = connect({ host: '127.0.0.1', port: tunnelId, localAddress });
  const [error] = await once(socket, 'error');
  return error;
}

function tidy(stream: Stream): Stream {
  stream.on('error', () => undefined);
  onTestFinished(() => stream.close({ linger: 0 }));
  return stream;
}

/** The error of a stream; it may have come already. */
export async function failure(stream: Stream): Promise<unknown> {
  if (stream.errored === null) await new Promise((resolve) => stream.once('error', resolve));
  return stream.errored;
}

export async function closed(stream: Stream | Socket): Promise<void> {
  if (!stream.closed) await new Promise((resolve) => stream.once('close', resolve));
}

/** All that comes until the end. */
export async function textOf(stream: Stream | Socket): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks).toString();
}

/** Bytes that tell their place, in chunks of odd sizes, and their SHA-256. */
export function sourceOf(bytes: number, salt: number): { source: Readable; sha256: () => string } {
  const hash = createHash('sha256');
  const pattern = Buffer.alloc(1_000_003);
  for (let index = 0; index < pattern.length; index += 1) pattern[index] = (index * 31 + salt + (index >> 8)) & 0xff;
  let left = bytes;
  const source = new Readable({
    read() {
      const chunk = pattern.subarray(0, Math.min(left, 1 + ((left * 7_919) % pattern.length)));
      left -= chunk.length;
      hash.update(chunk);
      this.push(chunk.length === 0 ? null : chunk);
    },
  });
  return { source, sha256: () => hash.digest('hex') };
}

/** Streams as the tap is told of them. */
export class StreamTap implements Tap {
  readonly events: { event: TapEvent; connection: TapConnection }[] = [];

  packet(): void {
    throw new Error('a stream has no packets');
  }

  odd(): void {
    throw new Error('a stream has no packets');
  }

  other(event: TapEvent, connection: TapConnection): void {
    this.events.push({ event, connection });
  }
}
