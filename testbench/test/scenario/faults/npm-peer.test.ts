import { expect, test } from 'vitest';
import { startClientPeer } from '../../../../core/test/interop/peers.ts';
import { startFaulty } from './faulty-server.ts';

test('the npm client meets faults: a wrong status, a lost and a doubled reply, a frozen and a reset connection', async () => {
  const { port, faults, server } = await startFaulty([
    { kind: 'status', status: 130, url: '/echo', name: 'status', enabled: false },
    { kind: 'duplicate', url: '/echo', name: 'twice', enabled: false },
    { kind: 'freeze', name: 'freeze', enabled: false },
    { kind: 'reset', url: '/echo', name: 'reset', enabled: false },
    { kind: 'corrupt', type: 'PUBLISH', offset: 0, name: 'corrupt', enabled: false },
  ]);
  const peer = startClientPeer(port);
  await peer.heard('connect');
  expect(await peer.tell({ call: '/echo', param: { a: 1 } })).toMatchObject({ param: { a: 1 } });

  faults.switch('status', true);
  expect(await peer.tell({ call: '/echo', param: { a: 1 } })).toMatchObject({ status: 130 });
  faults.switch('status', false);

  faults.switch('twice', true);
  expect(await peer.tell({ call: '/echo', param: { a: 2 } })).toMatchObject({ param: { a: 2 } });
  faults.switch('twice', false);

  faults.switch('freeze', true);
  const call = peer.tell({ call: '/echo', param: { a: 3 } });
  faults.switch('freeze', false);
  expect(await call).toMatchObject({ param: { a: 3 } });

  await peer.tell({ subscribe: '/topic' });
  faults.switch('reset', true);
  peer.tell({ call: '/echo' }).catch(() => undefined);
  await new Promise((resolve) => server.once('disconnect', resolve));
  expect(faults.list.find(({ name }) => name === 'reset')!.count).toBeGreaterThan(0);
});
