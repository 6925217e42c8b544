import { Worker } from 'node:worker_threads';

/** SHA-256 of bytes that are given piece by piece. */
export interface Hash {
  /** Resolves when the bytes, which lie in shared memory, may be changed. */
  update(bytes: Uint8Array): Promise<void>;
  /** As hex; ends it. */
  digest(): Promise<string>;
  /** Ends it without. */
  drop(): void;
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
    const end = () => {
      this.#open.delete(hash);
      if (this.#open.size === 0) this.#stop();
    };
    return {
      update: async (bytes) => {
        await this.#ask({ hash, bytes });
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

  #ask(work: { hash: number; bytes?: Uint8Array }): Promise<string> {
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
  const hashes = new Map<number, ReturnType<typeof createHash>>();
  port?.on('message', (job: { job?: number; hash: number; bytes?: Uint8Array; drop?: boolean }) => {
    const hash = hashes.get(job.hash) ?? createHash('sha256');
    if (job.bytes) hashes.set(job.hash, hash.update(job.bytes));
    else hashes.delete(job.hash);
    if (!job.drop) port.postMessage({ job: job.job, digest: job.bytes ? '' : hash.digest('hex') });
  });
}
