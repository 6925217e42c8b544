import { Worker } from 'node:worker_threads';

/** SHA-256 of bytes that are given piece by piece. */
export interface Hash {
  /** Resolves when the bytes may be changed. They lie in one of few blocks of shared memory. */
  update(bytes: Buffer): Promise<void>;
  /** As hex; ends it. */
  digest(): Promise<string>;
  /** Ends it without. */
  drop(): void;
}

/** Of a block. */
interface Piece {
  hash: number;
  block: number;
  from: number;
  length: number;
  /** The block, where it is a new one. */
  buffer?: ArrayBufferLike;
}

interface Waiting {
  resolve: (digest: string) => void;
  reject: (error: Error) => void;
}

/** Computes in a thread of its own, there while anything is computed: it takes longer than the transfer itself. */
export class Hashing {
  readonly #open = new Set<number>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastHash = 0;
  #lastJob = 0;

  open(): Hash {
    const hash = ++this.#lastHash;
    this.#open.add(hash);
    this.#worker ??= this.#start();
    // A block goes over once, and is named by its number from then on: each message is small.
    const blocks = new Map<ArrayBufferLike, number>();
    const end = () => {
      this.#open.delete(hash);
      if (this.#open.size === 0) this.#stop();
    };
    return {
      update: async ({ buffer, byteOffset: from, length }) => {
        const known = blocks.get(buffer);
        const block = known ?? blocks.size;
        if (known === undefined) blocks.set(buffer, block);
        await this.#ask({ hash, block, from, length, ...(known === undefined && { buffer }) });
      },
      digest: async () => {
        try {
          return await this.#ask({ hash });
        } finally {
          end();
        }
      },
      drop: () => {
        if (!this.#open.has(hash)) return;
        this.#worker?.postMessage({ hash, drop: true });
        end();
      },
    };
  }

  #ask(work: { hash: number } | Piece): Promise<string> {
    const job = ++this.#lastJob;
    return new Promise((resolve, reject) => {
      if (!this.#open.has(work.hash)) {
        reject(new Error('this hash has ended'));
        return;
      }
      this.#waiting.set(job, { resolve, reject });
      this.#worker?.postMessage({ ...work, job });
    });
  }

  #start(): Worker {
    // The text of the function: so it needs no file of its own, wherever it runs.
    const worker = new Worker(`(${thread.toString()})()`, { eval: true, stdout: false, stderr: false });
    worker.on('message', ({ job, digest }: { job: number; digest: string }) => {
      this.#waiting.get(job)?.resolve(digest);
      this.#waiting.delete(job);
    });
    worker.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#open.clear();
      this.#worker = undefined;
    });
    worker.unref();
    return worker;
  }

  #stop(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    // Of what was dropped while it was computed.
    for (const { resolve } of this.#waiting.values()) resolve('');
    this.#waiting.clear();
  }
}

/** The thread. Nothing from outside this function is there. */
function thread(): void {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const { parentPort: port } = process.getBuiltinModule('node:worker_threads');
  type Job = { job?: number; hash: number; drop?: boolean } | ({ job: number; drop?: never } & Piece);
  const hashes = new Map<number, { sha256: ReturnType<typeof createHash>; blocks: Map<number, Uint8Array> }>();
  port?.on('message', (job: Job) => {
    const { sha256, blocks } = hashes.get(job.hash) ?? { sha256: createHash('sha256'), blocks: new Map() };
    if ('block' in job) {
      if (job.buffer) blocks.set(job.block, new Uint8Array(job.buffer));
      const bytes = blocks.get(job.block) as Uint8Array;
      sha256.update(bytes.subarray(job.from, job.from + job.length));
      hashes.set(job.hash, { sha256, blocks });
    } else {
      hashes.delete(job.hash);
    }
    if (!job.drop) port.postMessage({ job: job.job, digest: 'block' in job ? '' : sha256.digest('hex') });
  });
}
