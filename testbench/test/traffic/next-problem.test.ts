import { Flag, PacketType, systemClock } from '@vsoa-testbench/core';
import { expect, it, onTestFinished } from 'vitest';
import { Traffic } from '../../traffic/traffic.ts';
import { packet, tapConnection, tell } from '../packets.ts';

const ecu = tapConnection(1, 'ECU');
const COUNT = 300_000;

/** Many good messages, and among them: 1,000 a failed reply, 150,000 and 150,001 odd ones, 299,000 unanswered. */
function filled(): Traffic {
  const traffic = new Traffic({ clock: systemClock, onChange: () => undefined });
  onTestFinished(() => traffic.close());
  const good = packet({ url: '/a' });
  const failed = packet({ type: PacketType.RPC, flags: Flag.REPLY, status: 3, seqno: 9 });
  const request = packet({ type: PacketType.RPC, seqno: 7, url: '/b' });
  for (let n = 0; n < COUNT; n++) {
    if (n === 1_000) tell(traffic.tap, failed, false, false, ecu, n);
    else if (n === 150_000 || n === 150_001) traffic.tap.odd(good, 'STRANGER', true, ecu, n, false);
    else if (n === 299_000) tell(traffic.tap, request, true, false, ecu, n);
    else tell(traffic.tap, good, false, false, ecu, n);
  }
  return traffic;
}

it('the nearest problem in either direction is found, however far away it is', async () => {
  const traffic = filled();
  const next = (from: number, step: 1 | -1) => traffic.handlers.trafficProblem({ view: 0, from, step });
  expect(await next(-1, 1)).toBe(1_000);
  expect(await next(1_000, 1)).toBe(150_000);
  expect(await next(150_000, 1)).toBe(150_001);
  expect(await next(150_001, 1)).toBe(299_000);
  expect(await next(299_000, 1)).toBeNull();
  expect(await next(COUNT, -1)).toBe(299_000);
  expect(await next(299_000, -1)).toBe(150_001);
  expect(await next(150_001, -1)).toBe(150_000);
  expect(await next(150_000, -1)).toBe(1_000);
  expect(await next(1_000, -1)).toBeNull();
});

it('only problems that the view shows are found, by their places in it', async () => {
  const traffic = filled();
  const view = await traffic.handlers.setTrafficView({ source: 'live', filter: 'quick', from: null, to: null });
  const next = (from: number, step: 1 | -1) => traffic.handlers.trafficProblem({ view: view.id, from, step });
  expect(await next(-1, 1)).toBe(0);
  expect(await next(0, 1)).toBe(1);
  expect(await next(1, 1)).toBeNull();
  expect(await next(2, -1)).toBe(1);
});

it('in an empty log there is none', async () => {
  const traffic = new Traffic({ clock: systemClock, onChange: () => undefined });
  onTestFinished(() => traffic.close());
  expect(await traffic.handlers.trafficProblem({ view: 0, from: -1, step: 1 })).toBeNull();
  expect(await traffic.handlers.trafficProblem({ view: 0, from: 0, step: -1 })).toBeNull();
});
