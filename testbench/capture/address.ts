import { isIPv4, isIPv6 } from 'node:net';

/** One end of a connection as packets name it: 4 or 16 bytes and a port. */
export interface Endpoint {
  ip: Uint8Array;
  port: number;
}

const ADDRESS = /^(?:\[([^\]%]+)(?:%[^\]]*)?\]|([^[\]:]+)):(\d{1,5})$/;
const ZEROS = [0, 0, 0, 0, 0, 0, 0, 0];
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Takes `host:port` apart; undefined where the host is no IP address. IPv4 in IPv6 becomes what is on the wire: IPv4. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const [, v6, v4, portText] = ADDRESS.exec(text) ?? [];
  const port = Number(portText);
  if (!(port <= 0xffff)) return undefined;
  if (v4 !== undefined && isIPv4(v4)) return { ip: Uint8Array.from(v4.split('.'), Number), port };
  if (v6 === undefined || !isIPv6(v6)) return undefined;
  const ip = parseIPv6(v6);
  return { ip: isMapped(ip) ? ip.subarray(12) : ip, port };
}

/** `host:port` as core writes it, with brackets around an IPv6 address in its short form. */
export function formatEndpoint({ ip, port }: Endpoint): string {
  return ip.length === 4 ? `${ip.join('.')}:${port}` : `[${formatIPv6(ip)}]:${port}`;
}

/** The 16 bytes of an address, an IPv4 one as IPv6 writes it. */
export function asIPv6(ip: Uint8Array): Uint8Array {
  return ip.length === 16 ? ip : Uint8Array.of(...MAPPED, ...ip);
}

function isMapped(ip: Uint8Array): boolean {
  return MAPPED.every((byte, at) => ip[at] === byte);
}

function parseIPv6(text: string): Uint8Array {
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...ZEROS.slice(before.length + after.length), ...after];
  return Uint8Array.from(all.flatMap((group) => [group >>> 8, group & 0xff]));
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

/** As RFC 5952 has it: the longest run of zeros, of at least two groups, is left out. */
function formatIPv6(ip: Uint8Array): string {
  const values = Array.from({ length: 8 }, (_, at) => ((ip[at * 2] as number) << 8) | (ip[at * 2 + 1] as number));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && values[end] === 0) end++;
    if (end - at > best.length) best = { at, length: end - at };
  }
  if (best.at < 0) return joined(values);
  return `${joined(values.slice(0, best.at))}::${joined(values.slice(best.at + best.length))}`;
}

function joined(groupsOf: number[]): string {
  return groupsOf.map((value) => value.toString(16)).join(':');
}
