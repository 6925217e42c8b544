import { once } from 'node:events';
import { type Duplex, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Direction = 'download' | 'upload';

/** What both ends of a transfer are told. */
export interface BulkOptions {
  bytes: number;
  direction: Direction;
}

const CHUNK = 65_536;

/** The server's part: sends, or takes and confirms by a byte. */
export async function serveBulk(connection: Duplex, { bytes, direction }: BulkOptions): Promise<void> {
  if (direction === 'download') {
    connection.resume();
    await pipeline(sourceOf(bytes), connection);
  } else {
    await takeAll(connection, bytes);
    connection.end('k');
  }
}

/** The client's part. Bytes a second, until the receiver has everything. */
export async function runBulk(connection: Duplex, { bytes, direction }: BulkOptions): Promise<{ rate: number }> {
  const started = performance.now();
  if (direction === 'download') {
    await takeAll(connection, bytes);
    connection.end();
  } else {
    const confirmed = once(connection, 'data');
    await pipeline(sourceOf(bytes), connection);
    await confirmed;
  }
  return { rate: (bytes * 1_000) / (performance.now() - started) };
}

/** In chunks of 64 KiB, as files are read. */
function sourceOf(bytes: number): Readable {
  const chunk = Buffer.alloc(CHUNK, 1);
  let left = bytes;
  return new Readable({
    highWaterMark: CHUNK,
    read() {
      const piece = chunk.subarray(0, left);
      left -= piece.length;
      this.push(piece.length === 0 ? null : piece);
    },
  });
}

async function takeAll(connection: Duplex, bytes: number): Promise<void> {
  let taken = 0;
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      taken += chunk.length;
      done();
    },
  });
  await pipeline(connection, sink);
  if (taken !== bytes) throw new Error(`${taken} of ${bytes} bytes have come`);
}
