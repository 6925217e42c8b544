import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Rates } from './meter.ts';

export interface Peer {
  /** What it said first: a port, or rates. */
  said: (key: string) => number;
  /** The same, where it need not be said. */
  maySay: (key: string) => number | undefined;
  stop: () => Promise<void>;
}

/** Starts a role of `peer.ts` in a process of its own, and resolves when it has said something. */
export async function start(role: string, options: object = {}): Promise<Peer> {
  const child = fork(path.join(import.meta.dirname, 'peer.js'), [role, JSON.stringify(options)]);
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${role} ended with ${String(code)} before it said anything`);
  });
  const [answer]: Record<string, number>[] = await Promise.race([once(child, 'message'), failed]);
  const maySay = (key: string) => answer?.[key];
  const said = (key: string) => {
    const value = maySay(key);
    if (value === undefined) throw new Error(`${role} said nothing of ${key}`);
    return value;
  };
  return { said, maySay, stop: () => stop(child) };
}

/** A load on a server, each in its own process, which are both told `options`. */
export async function measure(peer: string, load: string, options: object): Promise<Rates> {
  const server = await start(`${peer}-server`, options);
  try {
    const client = await start(`${peer}-${load}`, { port: server.said('port'), ...options });
    await client.stop();
    return { rate: client.said('rate'), loss: client.maySay('loss') };
  } finally {
    await server.stop();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
