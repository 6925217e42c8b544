import { once } from 'node:events';
import type { Server } from '@vsoa-testbench/core';
import { expect, test } from 'vitest';
import { startClientPeer } from '../../../../core/test/interop/peers.ts';
import type { Peer } from '../../../../core/test/peer/peer.ts';
import { until } from '../../../../core/test/support.ts';
import type { Faults } from '../../../scenario/faults/faults.ts';
import type { FaultSpec } from '../../../scenario/file/schema.ts';
import { startFaulty } from './faulty-server.ts';

interface Meeting {
  peer: Peer;
  server: Server;
  faults: Faults;
  port: number;
  /** The only fault there is. */
  strike: () => void;
  calm: () => void;
  struck: () => number;
}

type Kind = FaultSpec['kind'];
type Meet = [fault: FaultSpec, meet: (meeting: Meeting) => Promise<void>];

/** What the npm client sees of each kind; the type keeps any from being forgotten. */
const MEETINGS: { [K in Kind]: Meet } = {
  status: [
    { kind: 'status', status: 130, url: '/echo' },
    async ({ peer, strike }) => {
      strike();
      expect(await peer.tell({ call: '/echo', param: { a: 1 } })).toMatchObject({ status: 130 });
    },
  ],
  'wrong-seqno': [
    { kind: 'wrong-seqno', url: '/echo', by: 100, times: 1 },
    async ({ peer, strike, struck }) => {
      strike();
      // Its reply belongs to nobody, so that only the second call has one.
      peer.tell({ call: '/echo', param: 'first' }).catch(() => undefined);
      await until(() => struck() === 1);
      expect(await peer.tell({ ping: true })).not.toHaveProperty('error');
      expect(await peer.tell({ call: '/echo', param: 'second' })).toMatchObject({ param: 'second' });
    },
  ],
  delay: [
    { kind: 'delay', type: 'PUBLISH', delay: 30 },
    async ({ peer, server, strike, struck }) => {
      strike();
      server.publish('/topic', { param: 'late' });
      // What is not delayed passes it.
      expect(await peer.tell({ call: '/echo', param: { n: 1 } })).toMatchObject({ param: { n: 1 } });
      expect(await peer.heard('message')).toMatchObject({ message: { param: 'late' } });
      expect(struck()).toBe(1);
    },
  ],
  drop: [
    { kind: 'drop', type: 'PUBLISH', times: 1 },
    async ({ peer, server, strike }) => {
      strike();
      for (const param of ['lost', 'next']) server.publish('/topic', { param });
      expect(await peer.heard('message')).toMatchObject({ message: { param: 'next' } });
    },
  ],
  duplicate: [
    { kind: 'duplicate', type: 'PUBLISH', copies: 1 },
    async ({ peer, server, strike }) => {
      strike();
      server.publish('/topic', { param: 'twice' });
      for (let copy = 0; copy < 2; copy += 1) {
        expect(await peer.heard('message')).toMatchObject({ message: { param: 'twice' } });
      }
    },
  ],
  corrupt: [
    // The first byte behind the header of 20 bytes and `/topic`.
    { kind: 'corrupt', type: 'PUBLISH', offset: 26, bytes: 1 },
    async ({ peer, server, strike }) => {
      strike();
      server.publish('/topic', { data: Buffer.from([1, 2, 3]) });
      const { message } = (await peer.heard('message')) as { message: { data: string } };
      expect(message.data).toMatch(/^..0203$/u);
      expect(message.data).not.toBe('010203');
    },
  ],
  cut: [{ kind: 'cut', type: 'PUBLISH', after: 23 }, loses],
  oversized: [
    { kind: 'oversized', type: 'PUBLISH' },
    async ({ peer, server, strike, struck }) => {
      strike();
      server.publish('/topic', { param: 'never' });
      expect(struck()).toBe(1);
      // Whatever the client makes of that and of what follows: it is no message to it.
      server.publish('/topic', { param: 'after' });
      await peer.tell({ close: true });
      await peer.kill();
      await expect(peer.heard('message')).rejects.toThrow('the peer has ended');
    },
  ],
  disconnect: [{ kind: 'disconnect', type: 'PUBLISH' }, loses],
  reset: [{ kind: 'reset', type: 'PUBLISH' }, loses],
  refuse: [
    { kind: 'refuse' },
    async ({ peer, server, port, strike, struck }) => {
      strike();
      startClientPeer(port);
      await until(() => struck() > 0);
      expect(server.clients.size).toBe(1);
      expect(await peer.tell({ call: '/echo', param: 'inside' })).toMatchObject({ param: 'inside' });
    },
  ],
  freeze: [
    { kind: 'freeze' },
    async ({ peer, strike, calm }) => {
      strike();
      const call = peer.tell({ call: '/echo', param: { a: 3 } });
      calm();
      expect(await call).toMatchObject({ param: { a: 3 } });
    },
  ],
  'slow-reading': [
    { kind: 'slow-reading', bytesPerSecond: 100_000 },
    async ({ peer, strike, struck }) => {
      strike();
      const data = '07'.repeat(5_000);
      for (let call = 0; call < 3; call += 1) expect(await peer.tell({ call: '/echo', data })).toMatchObject({ data });
      expect(struck()).toBeGreaterThan(0);
    },
  ],
  'quick-loss': [
    { kind: 'quick-loss', times: 1 },
    async ({ peer, server, strike }) => {
      strike();
      for (const param of ['lost', 'next']) server.publish('/topic', { param, quick: true });
      expect(await peer.heard('message')).toMatchObject({ message: { param: 'next', quick: true } });
    },
  ],
  'quick-reorder': [
    { kind: 'quick-reorder', window: 2 },
    async ({ peer, server, strike, calm }) => {
      strike();
      const sent = [1, 2, 3, 4];
      for (const param of sent) server.publish('/topic', { param, quick: true });
      calm();
      const heard: unknown[] = [];
      for (const _ of sent) heard.push(((await peer.heard('message')) as { message: { param: number } }).message.param);
      expect(heard).not.toEqual(sent);
      expect(new Set(heard)).toEqual(new Set(sent));
    },
  ],
};

test.each(Object.entries(MEETINGS))('the npm client meets %s, after all was well', async (_, [fault, meet]) => {
  const { port, faults, server } = await startFaulty([{ ...fault, name: 'it', enabled: false }]);
  const peer = startClientPeer(port);
  await peer.heard('connect');
  expect(await peer.tell({ call: '/echo', param: { a: 1 } })).toMatchObject({ param: { a: 1 } });
  await peer.tell({ subscribe: '/topic' });
  const strike = () => faults.switch('it', true);
  const calm = () => faults.switch('it', false);
  await meet({ peer, server, faults, port, strike, calm, struck: () => faults.list[0]?.count ?? 0 });
});

/** Its connection ends with what is published. */
async function loses({ server, strike, struck }: Meeting): Promise<void> {
  strike();
  const gone = once(server, 'disconnect');
  server.publish('/topic', { param: 'the last' });
  await gone;
  expect(struck()).toBeGreaterThan(0);
}
