import { createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { Release } from '../../testbench/contract.ts';
import { UpdateFailure } from './failure.ts';

/** Where releases are told of, and who may tell. */
export interface Feed {
  /** A folder on a web server: https, or http on this computer. */
  url: string;
  /** Of the publisher: Ed25519, base64 of its SubjectPublicKeyInfo in DER. */
  publicKey: string;
}

/** What the feed says of its newest release, as electron-updater wants it. */
export interface FeedEntry {
  version: string;
  releaseDate: string;
  releaseNotes: string;
  path: string;
  sha512: string;
  files: FeedFile[];
}

interface FeedFile {
  url: string;
  sha512: string;
  size: number;
}

export type Fetch = (
  url: string,
  options: { signal: AbortSignal; cache: 'no-store'; redirect: 'error' },
) => Promise<Response>;

/** Bytes; a real one has 1 to 20 KiB, most of them notes. */
const MOST = 262_144;
const TIMEOUT_MS = 15_000;

/** A name beside the feed's own: what is fetched comes from where the feed is. */
const fileName = v.pipe(v.string(), v.regex(/^[\w.+~-][\w .+~-]*$/), v.maxLength(200));
const sha512 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/));
const entrySchema = v.object({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/), v.maxLength(100)),
  files: v.pipe(
    v.array(v.object({ url: fileName, sha512, size: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) })),
    v.minLength(1),
    v.maxLength(20),
  ),
  releaseDate: v.optional(v.union([v.string(), v.date()]), ''),
  releaseNotes: v.optional(v.nullable(v.string()), ''),
});

/**
 * The newest release that the feed names. Beside `file` lies `file.sig`, base64 of the publisher's signature of its
 * bytes: what is not signed is not even read. Fails with an `UpdateFailure`.
 */
export async function readFeed(feed: Feed, file: string, fetch: Fetch): Promise<FeedEntry> {
  const bytes = await get(new URL(file, folderOf(feed)), fetch);
  const signature = await get(new URL(`${file}.sig`, folderOf(feed)), fetch);
  if (!isSigned(bytes, signature, feed.publicKey)) {
    throw new UpdateFailure('BAD_SIGNATURE', `${file} is not signed with the key of this build`);
  }
  const { version, files, releaseDate, releaseNotes } = readEntry(bytes, file);
  const [first] = files as [FeedFile, ...FeedFile[]];
  const date = releaseDate instanceof Date ? releaseDate.toISOString() : releaseDate;
  return { version, files, releaseDate: date, releaseNotes: releaseNotes ?? '', path: first.url, sha512: first.sha512 };
}

/** With a slash at its end, so that names are resolved into it. */
export const folderOf = ({ url }: Feed): string => url.replace(/\/*$/, '/');

export const releaseOf = ({ version, releaseDate, releaseNotes }: FeedEntry, bytes: number): Release => ({
  version,
  date: releaseDate,
  notes: releaseNotes,
  bytes,
});

async function get(url: URL, fetch: Fetch): Promise<Uint8Array> {
  const unreachable = (why: string, cause?: unknown) =>
    new UpdateFailure('UNREACHABLE', `${url.href}: ${why}`, { cause });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url.href, { signal, cache: 'no-store', redirect: 'error' });
    if (!response.ok) throw unreachable(`status ${response.status}`);
    return await bounded(response, url);
  } catch (error) {
    throw error instanceof UpdateFailure ? error : unreachable(String(error), error);
  }
}

async function bounded(response: Response, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop ends the transfer.
    if (length > MOST) throw new UpdateFailure('BAD_FEED', `${url.href}: more than ${MOST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isSigned(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, bytes, key, Buffer.from(Buffer.from(signature).toString('latin1'), 'base64'));
}

function readEntry(bytes: Uint8Array, file: string): v.InferOutput<typeof entrySchema> {
  try {
    return v.parse(entrySchema, parse(Buffer.from(bytes).toString(), { maxAliasCount: 0 }));
  } catch (error) {
    throw new UpdateFailure('BAD_FEED', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
