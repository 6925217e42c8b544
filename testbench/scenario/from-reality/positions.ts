import { isIP } from 'node:net';
import { jsonIn } from './literal.ts';

const MOST = 1_000;

/** Puts the answer of a position server into `positions`: by `host:port` the name. A question has no address. */
export function readPositions(bytes: Uint8Array, positions: Map<string, string>): void {
  const json = jsonIn(bytes);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return;
  const { name, addr, port } = json;
  if (typeof name !== 'string' || typeof addr !== 'string' || typeof port !== 'number') return;
  const family = isIP(addr);
  if (family === 0 || positions.size >= MOST) return;
  positions.set(family === 6 ? `[${addr}]:${port}` : `${addr}:${port}`, name);
}
