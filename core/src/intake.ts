import type { OnReadOpts } from 'node:net';

/** As much as Node reads at a time. For all sockets of the process: one is read after the other. */
const memory = Buffer.allocUnsafeSlow(65_536);

/**
 * Where a socket that we open reads to. Node would get 64 KiB for each read, however little has come, and pass it
 * through a Readable; to copy what has come costs less, and what is kept of it keeps no more than that.
 */
export class Intake {
  /** Given all that comes, in memory that is not written to again. */
  receiver: ((chunk: Buffer) => void) | undefined;

  /** For the socket. */
  readonly onread: OnReadOpts = {
    buffer: memory,
    callback: (length) => {
      const chunk = Buffer.allocUnsafe(length);
      memory.copy(chunk, 0, 0, length);
      this.receiver?.(chunk);
      return true;
    },
  };
}
