import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Peer {
  /** What it said first: a port, or rates. */
  said: (key: string) => number;
  stop: () => Promise<void>;
}

/** Starts a role of `peer.ts` in a process of its own, and resolves when it has said something. */
export async function start(role: string, options: object = {}): Promise<Peer> {
  const child = fork(path.join(import.meta.dirname, 'peer.js'), [role, JSON.stringify(options)]);
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${role} ended with ${String(code)} before it said anything`);
  });
  const [answer]: Record<string, number>[] = await Promise.race([once(child, 'message'), failed]);
  const said = (key: string) => {
    const value = answer?.[key];
    if (value === undefined) throw new Error(`${role} said nothing of ${key}`);
    return value;
  };
  return { said, stop: () => stop(child) };
}

/** A load of one client on one server, each in its own process: what happened a second. */
export async function measure(peer: string, load: string, options: object): Promise<number> {
  const server = await start(`${peer}-server`);
  try {
    const client = await start(`${peer}-${load}`, { port: server.said('port'), ...options });
    await client.stop();
    return client.said('rate');
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
