import { Server } from '@vsoa-testbench/core';
import { PUBLISH_PARAM, PUBLISH_URL, STOP_URL } from '../load.ts';

/** Publishes so many messages a second from the first subscription on, until it is told to stop: then it says how many. */
export async function serve({ rate }: { rate: number }): Promise<{ port: number }> {
  // A window that has just started takes little in its first second: the rest waits.
  const server = new Server({ info: { name: 'pace' }, sendTimeout: 5_000, limits: { queuedBytes: 64 * 1_048_576 } });
  let sent = 0;
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;
  server.command(STOP_URL, () => {
    clearInterval(timer);
    return { param: { sent, refused } };
  });
  server.on('connect', (client) =>
    client.once('subscribe', () => {
      const started = performance.now();
      timer = setInterval(() => {
        const due = Math.floor(((performance.now() - started) * rate) / 1_000);
        for (; sent < due; sent += 1) {
          if (!server.publish(PUBLISH_URL, { param: { ...PUBLISH_PARAM, rpm: sent } })) refused += 1;
        }
      }, 1);
    }),
  );
  await server.start({ host: '127.0.0.1', port: 0 });
  return { port: server.address?.port ?? 0 };
}
