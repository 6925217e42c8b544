import type { RemoteClient } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import { addressOf } from './request-view.ts';
import type { EcuClient } from './types.ts';

/** Who is connected to one ECU. */
export class Clients {
  readonly #since = new Map<RemoteClient, number>();

  get all(): Iterable<RemoteClient> {
    return this.#since.keys();
  }

  get list(): EcuClient[] {
    return [...this.#since].map(([client, since]) => ({
      id: client.id,
      address: addressOf(client),
      since,
      authed: client.authed,
      priority: client.priority,
      subscriptions: [...client.subscriptions],
    }));
  }

  add(client: RemoteClient, since: number): void {
    this.#since.set(client, since);
  }

  delete(client: RemoteClient): void {
    this.#since.delete(client);
  }

  /** Throws `NO_SUCH_CLIENT`. */
  get(id: number): RemoteClient {
    for (const client of this.all) if (client.id === id) return client;
    throw new BenchFailure('NO_SUCH_CLIENT', `there is no client ${id} any more`);
  }

  /** Those who get what is published on `url`. */
  listeners(url: string): RemoteClient[] {
    return [...this.all].filter((client) => client.authed && client.isSubscribed(url));
  }
}
