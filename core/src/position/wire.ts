import { isUtf8 } from 'node:buffer';
import { isIP } from 'node:net';

/** The family of an address, by the same numbers on every platform. */
export const Domain = { IPV4: 2, IPV6: 10 } as const;
export type DomainCode = (typeof Domain)[keyof typeof Domain];

/** Where a server is, as it is put into a table. */
export interface PositionEntry {
  /** An IP address. */
  host: string;
  port: number;
  /** The server wants TLS. By default false. */
  security?: boolean | undefined;
}

/** Where a server is, as a position server tells it. */
export interface PositionAnswer extends PositionEntry {
  domain: DomainCode;
  security: boolean;
}

export interface Question {
  name: string;
  /** Undefined: any. A number that is no `DomainCode` is one that no address has. */
  domain: number | undefined;
}

/** Characters of a name. */
const LONGEST_NAME = 1_024;
/** Bytes; a name of that length takes at most 6 KiB, every character of it escaped. */
const LONGEST_PACKET = 8_192;
const ANY_DOMAIN = -1;

export function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length > 0 && name.length <= LONGEST_NAME;
}

/** Names are the same whatever their case. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

/** The entry with all it leaves out; undefined where it has no IP address or no port that there is. */
export function completed(entry: PositionEntry): PositionAnswer | undefined {
  const { host, port, security = false } = entry;
  const family = isIP(host);
  if (family === 0 || !isPort(port)) return undefined;
  return { host, port, domain: family === 6 ? Domain.IPV6 : Domain.IPV4, security };
}

export function encodeQuestion({ name, domain }: Question): Buffer {
  return Buffer.from(JSON.stringify({ name, domain }));
}

/** Undefined: malformed. */
export function readQuestion(bytes: Buffer): Question | undefined {
  const fields = fieldsOf(bytes);
  if (fields === undefined) return undefined;
  const { name, domain = null } = fields;
  // What has an address is an answer. Answering that could keep two position servers talking forever.
  if (!isName(name) || 'addr' in fields) return undefined;
  if (domain === null || domain === ANY_DOMAIN) return { name, domain: undefined };
  return typeof domain === 'number' ? { name, domain } : undefined;
}

/** `{}` where the name is not known. The name is that of the question, letter for letter. */
export function encodeAnswer({ name }: Question, answer: PositionAnswer | undefined): Buffer {
  if (answer === undefined) return Buffer.from('{}');
  const { host, port, domain, security } = answer;
  return Buffer.from(JSON.stringify({ name, addr: host, port, domain, security }));
}

/** 'unknown': the server does not know the name. Undefined: malformed, or no answer to this question. */
export function readAnswer(bytes: Buffer, question: Question): PositionAnswer | 'unknown' | undefined {
  const fields = fieldsOf(bytes);
  if (fields === undefined) return undefined;
  if (Object.keys(fields).length === 0) return 'unknown';
  const { name = question.name, addr, port, domain, security = false } = fields;
  if (typeof name !== 'string' || keyOf(name) !== keyOf(question.name)) return undefined;
  if (typeof addr !== 'string' || typeof port !== 'number' || typeof security !== 'boolean') return undefined;
  const answer = completed({ host: addr, port, security });
  if (answer === undefined || answer.domain !== (domain ?? answer.domain)) return undefined;
  return answer.domain === (question.domain ?? answer.domain) ? answer : undefined;
}

function fieldsOf(bytes: Buffer): Record<string, unknown> | undefined {
  if (bytes.length > LONGEST_PACKET || !isUtf8(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
