import { once } from 'node:events';

/** Stops waiting for what cannot be stopped itself. Rejects with the reason of `signal` when that aborts. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const aborted = async () => {
    if (!signal.aborted) await once(signal, 'abort', { signal: over.signal });
    throw signal.reason;
  };
  try {
    return await Promise.race([promise, aborted()]);
  } finally {
    over.abort();
  }
}
