import { type RemoteClient, Status, urlMatches } from '@vsoa-testbench/core';
import type { EcuSpec } from './file/schema.ts';

/** Who may do what: with `auth`, a client has to prove itself by a command first. */
export class Auth {
  readonly #onAuthed: () => void;
  #spec: EcuSpec['auth'];

  /** `onAuthed`: somebody gets publishes who did not before. */
  constructor(spec: EcuSpec['auth'], onAuthed: () => void) {
    this.#spec = spec;
    this.#onAuthed = onAuthed;
  }

  welcome(client: RemoteClient): void {
    if (this.#spec !== undefined) client.authed = false;
  }

  /** The status that the client gets for that; undefined where it may. */
  refusal(url: string, client: RemoteClient): number | undefined {
    if (this.#spec === undefined || client.authed || urlMatches(this.#spec.command, url)) return undefined;
    return this.#spec.otherwise ?? Status.NO_PERMISSIONS;
  }

  /** Whether the client's datagrams are acted upon. */
  hears(client: RemoteClient): boolean {
    return this.#spec === undefined || client.authed;
  }

  answered(url: string, status: number, client: RemoteClient): void {
    if (this.#spec === undefined || status !== Status.SUCCESS || client.authed) return;
    if (urlMatches(this.#spec.command, url)) this.set(client, true);
  }

  set(client: RemoteClient, authed: boolean): void {
    client.authed = authed;
    if (authed) this.#onAuthed();
  }

  /** Goes on with another rule; where there is none any more, nobody has to prove anything. */
  apply(spec: EcuSpec['auth'], clients: Iterable<RemoteClient>): void {
    if (this.#spec !== undefined && spec === undefined) for (const client of clients) this.set(client, true);
    this.#spec = spec;
  }
}
