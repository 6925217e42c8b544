import { PacketType, type PacketTypeName, Status } from '@vsoa-testbench/core';
import { ALL_ODDITIES } from '../../testbench/traffic/log.ts';
import { code, tableOf } from './part.ts';

const PACKETS: Record<PacketTypeName, readonly [direction: string, content: string]> = {
  SERVINFO: ['both', 'the handshake'],
  RPC: [
    'both',
    'asks with url, param, data and the flag SET or not; the answer has status, param, data, and a tunnel id where it offers a stream',
  ],
  SUBSCRIBE: ['both', 'asks with a url, or with a JSON array of urls as param; the answer has a status'],
  UNSUBSCRIBE: ['both', 'the same; with neither url nor param: of all'],
  PUBLISH: ['from the server', 'url, param, data; not answered'],
  DATAGRAM: ['both', 'url, param, data; not answered'],
  QOSSETUP: ['from the server', 'the priority of this client, 0 to 7, in the place of the status'],
  NOOP: ['to the server', 'nothing; not answered'],
  PINGECHO: ['both', 'nothing; the answer has the same seqno'],
};

const STATUSES: Record<keyof typeof Status, string> = {
  SUCCESS: 'done',
  PASSWORD: 'the password is wrong, or the handshake is not through',
  ARGUMENTS: 'the request makes no sense to the server',
  INVALID_URL: 'there is nothing of this url',
  NO_RESPONDING: 'who should answer did not',
  NO_PERMISSIONS: 'not for this client',
  NO_MEMORY: 'no room for it',
  PROXY: 'something between could not pass it on; the param is `{"error": text}`',
};

const ODD: Record<(typeof ALL_ODDITIES)[number], string> = {
  BAD_MAGIC: 'it does not begin with `0x29`. On TCP the connection is closed',
  BAD_LENGTH: 'longer than the limit, or on UDP not as long as it says. On TCP the connection is closed',
  UNALIGNED: 'its length is no multiple of 4. Taken all the same',
  UNKNOWN_TYPE: 'its type is none. Ignored',
  WRONG_CHANNEL: 'its type is not for this channel, or not for this direction. Ignored',
  STRANGER: 'on the quick channel, from an address that no connection belongs to. Ignored',
  BAD_UTF8: 'its url is no UTF-8. A request is answered with status 2',
  UNEXPECTED_REPLY: 'nobody asked, or not any more. Ignored',
  BEFORE_HANDSHAKE: 'a request is answered with status 1, anything else ignored',
  BAD_POSITION: 'a query to a position server, or an answer of one, that makes no sense',
};

export function oddTable(): string {
  const rows = ALL_ODDITIES.map((name) => [code(name), ODD[name]]);
  return tableOf(['odd', 'means'], rows);
}

export function packetTypeTable(): string {
  const rows = Object.entries(PacketType).map(([name, value]) => {
    const [direction, content] = PACKETS[name as PacketTypeName];
    return [code(`0x${value.toString(16).padStart(2, '0')}`), name, direction, content];
  });
  return tableOf(['type', 'name', 'goes', 'and carries'], rows);
}

export function statusTable(): string {
  const rows = Object.entries(Status).map(([name, value]) => [
    String(value),
    name,
    STATUSES[name as keyof typeof Status],
  ]);
  return tableOf(['status', 'name', 'means'], [...rows, ['128 to 255', '', "the server's own"]]);
}
