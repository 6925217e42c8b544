import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Bytes. What is smaller is not worth it, and may lie in memory that Node shares out. */
const LEAST = 16_384;

/** What is handed over to it is gone: there is nobody at the other end. */
const nowhere = portToNobody();

/**
 * Gives the memory of a chunk that a socket has read back at once; the chunk is empty then, and so is what shares its
 * memory. Left to the garbage collector, the chunks of a fast stream take more processor time than the stream: for every few
 * dozen MiB of them it looks through the whole heap.
 */
export function release({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= LEAST) nowhere.postMessage(null, [buffer]);
}

function portToNobody(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.unref();
  return port1;
}
