import type { TapConnection } from '@vsoa-testbench/core';

/** A connection of a file, to which addresses are added as they are seen. */
export type FoundConnection = { -readonly [Key in keyof TapConnection]: TapConnection[Key] };

/** Gives each connection of a file an id of its own. */
export class ConnectionIds {
  readonly #taken = new Set<number>();
  #last = 0;

  /** The one that is wanted, where it is free. */
  take(wanted?: number): number {
    let id = wanted ?? this.#last + 1;
    while (this.#taken.has(id)) id = this.#last + 1;
    this.#taken.add(id);
    this.#last = Math.max(this.#last, id);
    return id;
  }
}

/** As seen from its client, which is called our end: a capture of a network has no end that is ours. */
export function connectionBetween(id: number, client: string, server: string, quick: boolean): FoundConnection {
  return {
    id,
    role: 'client',
    local: quick ? '' : client,
    remote: quick ? '' : server,
    quickLocal: quick ? client : '',
    quickRemote: quick ? server : '',
    label: `${client} → ${server}`,
  };
}
