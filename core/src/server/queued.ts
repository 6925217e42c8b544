import type { Answer, CommandHandler, JobQueue, Later } from './options.ts';

/** The handler, called from a queue. */
export function queued(handler: CommandHandler, queue: JobQueue): CommandHandler {
  return (request, client) =>
    new Promise<Answer | Later | void>((resolve, reject) => {
      queue.add(async () => {
        try {
          resolve(await handler(request, client));
        } catch (error) {
          // The caller hears of it, and 'error' of the server; the queue itself has nothing to say.
          reject(error);
        }
      });
    });
}
