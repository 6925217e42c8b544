import { Flag, PacketType } from '@vsoa-testbench/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrafficContent } from '../../capture/types.ts';
import { withoutPassword } from '../../capture/without-password.ts';

function packet(type: number, param: string): TrafficContent & { kind: 'PACKET' } {
  const text = Buffer.from(param);
  const header = Buffer.alloc(20);
  header.set([0x29, type]);
  header.writeUInt32BE(text.length, 12);
  return { kind: 'PACKET', bytes: Buffer.concat([header, text]), sent: true, quick: false, odd: null };
}

const paramOf = (content: TrafficContent) =>
  content.kind === 'PACKET' ? Buffer.from(content.bytes.subarray(20)).toString() : '';

describe('a handshake on its way to a file', () => {
  it.each([
    ['{"passwd":"123456"}', '{"passwd":"******"}'],
    ['{ "passwd" : "a\\"b", "pingLost": 3 }', '{ "passwd" : "****", "pingLost": 3 }'],
    ['{"passwd":"密码"}', '{"passwd":"******"}'],
    ['{"passwd":""}', '{"passwd":""}'],
    ['{"passwd":123456}', '{"passwd":111111}'],
    ['{"passwd":"cut sho', '{"passwd":"*******'],
    ['{"passwd":null}', '{"passwd":null}'],
    ['{"pingLost":3}', '{"pingLost":3}'],
    ['', ''],
  ])('%s becomes %s', (param, expected) => {
    expect(paramOf(withoutPassword(packet(PacketType.SERVINFO, param)))).toBe(expected);
  });

  it('keeps its header, its length and its other members, whatever the password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.jsonValue(), (passwd, other) => {
        const before = packet(PacketType.SERVINFO, JSON.stringify({ other, passwd, last: true }));
        const after = withoutPassword(before) as typeof before;
        expect(after.bytes.length).toBe(before.bytes.length);
        expect(after.bytes.subarray(0, 20)).toEqual(before.bytes.subarray(0, 20));
        const param = JSON.parse(paramOf(after)) as { passwd: string; last: boolean };
        expect(param.passwd).toMatch(/^\*+$/);
        expect(param.last).toBe(true);
      }),
    );
  });

  it('leaves the packet as it is in the log', () => {
    const before = packet(PacketType.SERVINFO, '{"passwd":"123456"}');
    withoutPassword(before);
    expect(paramOf(before)).toBe('{"passwd":"123456"}');
  });

  it('is the only packet that is changed', () => {
    const call = packet(PacketType.RPC, '{"passwd":"123456"}');
    expect(withoutPassword(call)).toBe(call);
    const reply = packet(PacketType.SERVINFO, '{"info":"a server"}');
    reply.bytes[2] = Flag.REPLY;
    expect(withoutPassword(reply)).toBe(reply);
    const close: TrafficContent = { kind: 'STREAM_OPEN', tunnelId: 1 };
    expect(withoutPassword(close)).toBe(close);
  });
});
