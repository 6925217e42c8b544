import { EventEmitter } from 'node:events';
import { VsoaError } from '../errors.ts';
import { parseParam, type Request } from '../message.ts';
import { PacketType, Status } from '../packet/constants.ts';
import { encodePacket } from '../packet/encoder.ts';
import { decodePacket } from '../packet/view.ts';
import type { JsonValue } from '../payload.ts';
import { tell } from '../report.ts';
import type { Answer } from '../server/options.ts';
import { queued } from '../server/queued.ts';
import type { RemoteClient } from '../server/remote-client.ts';
import type { Server } from '../server/server.ts';
import { WorkQueue } from './work-queue.ts';

export type JsonObject = { [key: string]: JsonValue };

/**
 * Looks at a SET before it is taken. What it returns or resolves to: nothing or 0, it is taken; another status, it is
 * refused with it; an object, that is merged instead. Where it throws, the client gets status 4.
 */
export type Accept = (
  patch: JsonObject,
  client: RemoteClient,
) => number | JsonObject | void | Promise<number | JsonObject | void>;

export interface SyncerOptions {
  /** By default every SET is taken that carries an object. */
  accept?: Accept | undefined;
}

export interface SyncerEvents {
  /** The object was set, by the client or, where that is undefined, by the program. */
  change: [value: JsonObject, client: RemoteClient | undefined];
}

/**
 * The server's side of an object that is kept in step with clients, on the wire as the `syncer` of the npm package
 * `vsoa`: GET answers it whole; SET merges its param into it, member by member, not deeper; each change is published,
 * whole. SETs are done one after another in the order in which they came, so that of two for the same member the later
 * wins, and every subscriber ends with the same value.
 */
export class Syncer extends EventEmitter<SyncerEvents> {
  readonly url: string;
  readonly #server: Server;
  readonly #accept: Accept | undefined;
  #value: JsonObject = {};
  #encoded: Uint8Array = new Uint8Array(0);

  /**
   * Takes the command `url` of the server, which may be started or not. Throws `INVALID_URL`, and where the value cannot
   * be sent `INVALID_ARGUMENT` or `PACKET_TOO_LARGE`.
   */
  constructor(server: Server, url: string, value: JsonObject, options: SyncerOptions = {}) {
    super();
    this.url = url;
    this.#server = server;
    this.#accept = options.accept;
    this.#take(value);
    // One after another, and not all in one turn: a client can ask for more than a turn should take.
    const set = queued((request, client) => this.#merge(request, client), new WorkQueue());
    server.command(url, (request, client) =>
      request.method === 'GET' ? { param: this.#encoded } : set(request, client),
    );
  }

  /** As it goes on the wire: a copy of what was given, and another object after each change. */
  get value(): Readonly<JsonObject> {
    return this.#value;
  }

  /** Merges and publishes. Throws `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`; nothing has changed then. */
  update(patch: JsonObject): void {
    this.replace({ ...this.#value, ...patch });
  }

  /** Takes another object, without the members of the last, and publishes it. Throws as `update`. */
  replace(value: JsonObject): void {
    this.#take(value);
    this.#publish(undefined);
  }

  /** Removes the command: GET and SET are answered with status 3 from now on. */
  close(): void {
    this.#server.removeCommand(this.url);
  }

  async #merge(request: Request, client: RemoteClient): Promise<Answer> {
    const patch = parseParam(request.paramBytes);
    if (!isObject(patch)) return { status: Status.ARGUMENTS };
    const verdict = await this.#accept?.(patch, client);
    if (typeof verdict === 'number' && verdict !== 0) return { status: verdict };
    try {
      this.#take({ ...this.#value, ...(typeof verdict === 'object' ? verdict : patch) });
    } catch (error) {
      if (error instanceof VsoaError && error.code === 'PACKET_TOO_LARGE') return { status: Status.NO_MEMORY };
      throw error;
    }
    // Before the answer, so that the client has the new value when it hears that it was taken.
    this.#publish(client);
    return {};
  }

  /** Encodes once, for all GETs and publishes to come. */
  #take(value: JsonObject): void {
    const packet = decodePacket(encodePacket({ type: PacketType.PUBLISH, url: this.url, param: value }));
    const encoded = packet.param;
    this.#value = JSON.parse(encoded.toString());
    this.#encoded = encoded;
  }

  #publish(client: RemoteClient | undefined): void {
    this.#server.publish(this.url, { param: this.#encoded });
    tell(() => this.emit('change', this.#value, client));
  }
}

function isObject(value: JsonValue | Buffer): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
