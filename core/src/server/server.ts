import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Message, Request } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { Tap } from '../tap.ts';
import type { RemoteClient } from './remote-client.ts';

export interface ServerEvents {
  connect: [RemoteClient];
  disconnect: [RemoteClient];
  datagram: [RemoteClient, Message];
  error: [VsoaError];
}

export interface ServerLimits {
  connections?: number;
  queuedBytes?: number;
}

export interface ServerOptions {
  info?: JsonValue | undefined;
  passwd?: string | undefined;
  raw?: boolean;
  tap?: Tap | undefined;
  label?: string;
  sendTimeout?: number;
  limits?: ServerLimits;
  clock?: Clock;
}

export interface StartOptions {
  host?: string;
  port: number;
}

export interface Answer extends Payload {
  status?: number;
  tunnelId?: number;
}

export type CommandHandler = (request: Request, client: RemoteClient) => Answer | void | Promise<Answer | void>;

/** Skeleton: types only so far. */
export class Server extends EventEmitter<ServerEvents> {
  passwd: string | undefined;
  info: JsonValue | undefined;
  readonly address: { host: string; port: number } | undefined = undefined;
  readonly clients: ReadonlySet<RemoteClient> = new Set();

  constructor(options: ServerOptions = {}) {
    super();
    this.info = options.info;
    this.passwd = options.passwd;
  }

  start(_options: StartOptions): Promise<void> {
    return Promise.reject(new VsoaError('ERROR', 'not written yet'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  publish(_url: string, _payload: Payload & { quick?: boolean } = {}): boolean {
    return false;
  }

  isSubscribed(_url: string): boolean {
    return false;
  }

  command(_url: string, _handler: CommandHandler): void {}

  removeCommand(_url: string): void {}
}
