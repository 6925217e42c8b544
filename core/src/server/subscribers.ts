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
  /** Lengths of the subscriptions that end in `/`, and how many have each. A url may have 65,535 slashes, but few are subscribed. */
  readonly #prefixLengths = new Map<number, number>();
  readonly #byPublished = new Map<string, readonly Client[]>();

  add(subscription: string, client: Client): void {
    const clients = this.#bySubscription.get(subscription);
    if (clients === undefined) {
      this.#bySubscription.set(subscription, new Set([client]));
      this.#countLength(subscription, 1);
    } else {
      clients.add(client);
    }
    this.changed();
  }

  delete(subscription: string, client: Client): void {
    const clients = this.#bySubscription.get(subscription);
    if (clients?.delete(client) !== true) return;
    if (clients.size === 0) {
      this.#bySubscription.delete(subscription);
      this.#countLength(subscription, -1);
    }
    this.changed();
  }

  /** To be called when priority or authed of a subscriber has changed. */
  changed(): void {
    // An empty Map costs as much to clear as one that is not.
    if (this.#byPublished.size > 0) this.#byPublished.clear();
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
    for (const subscription of this.#takersOf(url)) {
      for (const client of this.#bySubscription.get(subscription) ?? NOBODY) if (client.authed) found.add(client);
    }
    return [...found].toSorted((one, other) => other.priority - one.priority || one.id - other.id);
  }

  /** Subscriptions that take `url`, as `urlMatches` says, and some that nobody has. */
  #takersOf(url: string): string[] {
    const takers = [url, `${url}/`];
    for (const length of this.#prefixLengths.keys()) {
      if (url[length - 1] === '/') takers.push(url.slice(0, length));
    }
    return takers;
  }

  #countLength(subscription: string, change: 1 | -1): void {
    if (!subscription.endsWith('/')) return;
    const { length } = subscription;
    const count = (this.#prefixLengths.get(length) ?? 0) + change;
    if (count === 0) this.#prefixLengths.delete(length);
    else this.#prefixLengths.set(length, count);
  }
}
