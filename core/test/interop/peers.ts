import { onTestFinished, vi } from 'vitest';
import type { JsonValue } from '../../src/index.ts';
import { type Line, Peer } from '../peer/peer.ts';

// Each test starts processes, which on a busy machine may take a while.
vi.setConfig({ testTimeout: 30_000 });

/** A server of the npm package `vsoa` in a process of its own, killed when the test is over. */
export async function startServerPeer(options: Line = {}): Promise<{ peer: Peer; url: string; port: number }> {
  const peer = new Peer('vsoa-server.cjs', options);
  onTestFinished(() => peer.kill());
  const port = Number((await peer.heard('ready'))['port']);
  return { peer, port, url: `vsoa://127.0.0.1:${port}` };
}

/** A client of the npm package `vsoa` in a process of its own, killed when the test is over. */
export function startClientPeer(port: number, options: Line = {}, env: Record<string, string> = {}): Peer {
  const peer = new Peer('vsoa-client.cjs', { port, ...options }, env);
  onTestFinished(() => peer.kill());
  return peer;
}

/** An object with something of everything. */
export const PARAM: JsonValue = { text: 'é中😀', list: [1, 2.5, null, true], nested: { a: '' } };

/** What the peers carry there and back unchanged. */
export const PAYLOADS: { param?: JsonValue; data?: Buffer }[] = [
  {},
  { param: PARAM },
  { param: {} },
  { param: [] },
  { param: [1, 'x', null, [{}]] },
  { param: 'text' },
  { param: '' },
  { param: '"quoted"\n\\' },
  { param: '中'.repeat(1_000) },
  { data: Buffer.from([0, 1, 255]) },
  { param: PARAM, data: Buffer.from([0, 1, 255]) },
  { param: 'x'.repeat(100_000), data: Buffer.alloc(100_000, 7) },
];
