import type { Wire } from './link.ts';

/**
 * Closes at once by a RST: the peer gets an error instead of an end, and what is queued is lost. `resetAndDestroy` of Node
 * does another thing: it waits for what is queued, and ends in order before its RST.
 */
export function reset({ socket, tcp }: Wire): void {
  // While a shutdown is under way the system refuses to reset, and Node then would never close.
  const isEnding = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
  // What `resetAndDestroy` sets; without it this is an ordinary `destroy`.
  if (!isEnding) Object.assign(tcp, { resetAndClosing: true });
  socket.destroy();
}
