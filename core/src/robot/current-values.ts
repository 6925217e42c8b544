import type { Client } from '../client/client.ts';
import { RefusedError, VsoaError } from '../errors.ts';
import type { Reply } from '../message.ts';
import { Status } from '../packet/constants.ts';
import type { JsonValue } from '../payload.ts';
import type { RobotMessage, RobotOptions } from './options.ts';

/** GETs that wait for their reply at a time. */
const AT_ONCE = 8;

/** The urls whose current values `fetchOnReconnect` asks for. */
export function urlsToFetch(fetch: RobotOptions['fetchOnReconnect'], subscriptions: readonly string[]): string[] {
  if (fetch === undefined || fetch === false) return [];
  const named = typeof fetch === 'function' ? fetch : (url: string) => (url.endsWith('/') ? [] : [url]);
  return [...new Set(subscriptions.flatMap((subscription) => named(subscription)))];
}

/**
 * Sends RPC (GET) for each url and tells of the answers with status 0. A url that has no command (status 3) has no
 * current value; any other status, and a reply that does not come, is a failure.
 */
export async function fetchValues(
  client: Pick<Client, 'call'>,
  urls: readonly string[],
  signal: AbortSignal,
  tell: { value: (message: RobotMessage) => void; failure: (error: VsoaError) => void },
): Promise<void> {
  const rest = urls.values();
  const worker = async () => {
    for (const url of rest) {
      if (signal.aborted) return;
      try {
        const reply = await client.call(url, { signal });
        if (reply.status === Status.SUCCESS) tell.value(new FetchedMessage(url, reply));
        else if (reply.status !== Status.INVALID_URL) tell.failure(refused(url, reply));
      } catch (error) {
        if (!signal.aborted) tell.failure(new VsoaError('ERROR', `no current value of ${url}`, error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, urls.length) }, worker));
}

function refused(url: string, reply: Reply): RefusedError {
  return new RefusedError(reply.status, `the server answered ${reply.statusName} (${reply.status}) for ${url}`);
}

/** The answer to a GET, as if it had been published. */
class FetchedMessage implements RobotMessage {
  readonly fetched = true;
  readonly quick = false;
  readonly url: string;
  readonly #reply: Reply;

  constructor(url: string, reply: Reply) {
    this.url = url;
    this.#reply = reply;
  }

  get param(): JsonValue | Buffer | undefined {
    return this.#reply.param;
  }

  get paramBytes(): Buffer {
    return this.#reply.paramBytes;
  }

  get data(): Buffer {
    return this.#reply.data;
  }
}
