import type { Transfer } from '../contract.ts';

export type Announced = Transfer['announced'];

/** What the param of an answer says of the stream that comes; whatever makes no sense is as if it were not there. */
export function announcedIn(param: Uint8Array): Announced {
  const said = objectIn(param);
  const { name, size, sha256 } = said;
  return {
    name: typeof name === 'string' && name !== '' ? name.slice(0, 1_000) : null,
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : null,
  };
}

function objectIn(param: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(param));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
