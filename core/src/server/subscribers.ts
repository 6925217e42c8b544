import { takersOf } from '../url.ts';

/** What a subscriber needs to have to be found, and to be put in order. */
export interface Subscriber {
  readonly id: number;
  readonly priority: number;
  readonly authed: boolean;
}

/** Urls whose subscribers are remembered. */
const REMEMBERED = 4_096;
const NOBODY: readonly never[] = [];

/** Who has subscribed what. A publish finds its subscribers by one lookup, until a subscription changes. */
export class Subscribers<Client extends Subscriber> {
  readonly #bySubscription = new Map<string, Set<Client>>();
  readonly #byPublished = new Map<string, readonly Client[]>();

  add(subscription: string, client: Client): void {
    const clients = this.#bySubscription.get(subscription);
    if (clients === undefined) this.#bySubscription.set(subscription, new Set([client]));
    else clients.add(client);
    this.changed();
  }

  delete(subscription: string, client: Client): void {
    const clients = this.#bySubscription.get(subscription);
    if (clients?.delete(client) !== true) return;
    if (clients.size === 0) this.#bySubscription.delete(subscription);
    this.changed();
  }

  /** To be called when priority or authed of a subscriber has changed. */
  changed(): void {
    this.#byPublished.clear();
  }

  /** Who gets what is published on `url`: higher priorities first, among equals the longest connected. */
  of(url: string): readonly Client[] {
    let clients = this.#byPublished.get(url);
    if (clients === undefined) {
      clients = this.#find(url);
      if (this.#byPublished.size >= REMEMBERED) this.#byPublished.clear();
      this.#byPublished.set(url, clients);
    }
    return clients;
  }

  #find(url: string): readonly Client[] {
    const found = new Set<Client>();
    for (const subscription of takersOf(url)) {
      for (const client of this.#bySubscription.get(subscription) ?? NOBODY) if (client.authed) found.add(client);
    }
    return [...found].toSorted((one, other) => other.priority - one.priority || one.id - other.id);
  }
}
