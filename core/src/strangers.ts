import { formatAddress, plainHost } from './address.ts';
import { nextConnectionId, type TapConnection } from './tap.ts';

/** Those that are remembered; beyond, the one that was quiet for longest is forgotten. */
const REMEMBERED = 64;

/** Stand in the tap for quick packets that belong to no connection: one for each address they came from. */
export class Strangers {
  readonly #role: 'client' | 'server';
  readonly #label: string;
  readonly #byAddress = new Map<string, TapConnection>();

  constructor(role: 'client' | 'server', label: string) {
    this.#role = role;
    this.#label = label;
  }

  /** Who sent from there to `quickLocal`. */
  at(host: string, port: number, quickLocal: string): TapConnection {
    const quickRemote = formatAddress(plainHost(host), port);
    const connection = this.#byAddress.get(quickRemote) ?? {
      id: nextConnectionId(),
      role: this.#role,
      local: '',
      remote: '',
      quickLocal,
      quickRemote,
      label: this.#label,
    };
    // A Map keeps the order in which it was filled: the last one is the one that was heard of last.
    this.#byAddress.delete(quickRemote);
    this.#byAddress.set(quickRemote, connection);
    if (this.#byAddress.size > REMEMBERED) this.#forgetOldest();
    return connection;
  }

  #forgetOldest(): void {
    const { value } = this.#byAddress.keys().next();
    if (value !== undefined) this.#byAddress.delete(value);
  }
}
