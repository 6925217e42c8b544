import { isUtf8 } from 'node:buffer';
import { asBuffer } from '../../payload.ts';

export const POSITION_PORT = 54;
/** Queries and answers are short; what is longer is something else. */
const MAX_LENGTH = 4_096;
const BRACE = 0x7b;

/** What a UDP packet is to a position server, judged by its JSON. `object`: a JSON object, which an answer may be too. */
export function positionKind(bytes: Uint8Array): 'query' | 'answer' | 'object' | undefined {
  if (bytes[0] !== BRACE || bytes.length > MAX_LENGTH || !isUtf8(bytes)) return undefined;
  const value = parse(asBuffer(bytes).toString());
  if (value === undefined) return undefined;
  const { name, addr, port, domain } = value;
  if (typeof addr === 'string' && typeof port === 'number') return 'answer';
  const isQuery = typeof name === 'string' && (domain === undefined || typeof domain === 'number');
  return isQuery && Object.keys(value).length <= 2 ? 'query' : 'object';
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
