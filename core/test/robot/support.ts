import { onTestFinished } from 'vitest';
import { Flag, PacketType, type PacketView, Robot, type RobotOptions, type RobotState } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { type RawPeer, startRaw, until } from '../support.ts';

export type FakeRobot = { robot: Robot; clock: FakeClock; states: RobotState[] };

/** A robot in a time of its own, stopped when the test is over. */
export function makeRobot(url: string, options: RobotOptions = {}): FakeRobot {
  const clock = new FakeClock();
  const robot = new Robot(url, { clock, ...options });
  onTestFinished(() => robot.stop());
  const states: RobotState[] = [];
  robot.on('state', (state) => states.push(state));
  return { robot, clock, states };
}

export async function startRobot(url: string, options: RobotOptions = {}): Promise<FakeRobot> {
  const made = makeRobot(url, options);
  made.robot.start();
  await made.robot.untilConnected();
  return made;
}

/** Resolves when the robot is in this state. */
export async function inState(robot: Robot, name: RobotState['name']): Promise<void> {
  await until(() => robot.state.name === name);
}

/** A server that answers the handshake; what it does with the packets behind it is up to the test. */
export function startWelcoming(serve: (packet: PacketView, peer: RawPeer) => void): Promise<string> {
  return startRaw(async (peer) => {
    for (;;) {
      const packet = await peer.next().catch(() => undefined);
      if (packet === undefined) return;
      if (packet.type === PacketType.SERVINFO) answer(peer, packet, { data: Buffer.alloc(4) });
      else serve(packet, peer);
    }
  });
}

export function answer(
  peer: RawPeer,
  { type, seqno }: PacketView,
  reply: { status?: number; data?: Buffer } = {},
): void {
  peer.send({ type, flags: Flag.REPLY, seqno, ...reply });
}

/** What it rejects with; undefined where it resolves. Taken now, so that the rejection is never unhandled. */
export function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
