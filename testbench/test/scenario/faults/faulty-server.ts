import { once } from 'node:events';
import { connect } from 'node:net';
import { Server, systemClock } from '@vsoa-testbench/core';
import { onTestFinished } from 'vitest';
import { RawPeer } from '../../../../core/test/support.ts';
import { Faults } from '../../../scenario/faults/faults.ts';
import type { FaultSpec } from '../../../scenario/file/schema.ts';

/** A server with faults: it answers /echo and publishes /topic by hand. */
export async function startFaulty(specs: FaultSpec[], random: () => number = () => 0, clock = systemClock) {
  let changes = 0;
  const faults = new Faults({ specs, random, clock, onChange: () => (changes += 1) });
  const server = new Server({ interference: faults, clock });
  server.command('/echo', ({ param, data }) => ({ param, data }));
  server.command('/other', () => ({ param: 'other' }));
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const port = server.address?.port ?? 0;
  return { server, faults, port, url: `vsoa://127.0.0.1:${port}`, changes: () => changes };
}

/** One that is through its handshake, and sees what truly comes. */
export async function rawClient(port: number): Promise<RawPeer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const peer = new RawPeer(socket);
  await peer.handshake();
  return peer;
}
