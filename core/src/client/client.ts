import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Message, Reply } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { Tap } from '../tap.ts';

export type ClientState = 'idle' | 'resolving' | 'connecting' | 'handshaking' | 'connected' | 'closing' | 'closed';

export interface ClientEvents {
  connect: [info: JsonValue | undefined];
  /** A PUBLISH. */
  message: [Message];
  datagram: [Message];
  priority: [number];
  /** Once for each connect; null where `disconnect` was called. */
  disconnect: [VsoaError | null];
  state: [ClientState];
}

export interface ClientLimits {
  queuedBytes?: number;
}

export interface ClientOptions {
  raw?: boolean;
  tap?: Tap | undefined;
  label?: string;
  sendTimeout?: number;
  limits?: ClientLimits;
  clock?: Clock;
}

export interface WaitOptions {
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface ConnectOptions extends WaitOptions {
  passwd?: string | undefined;
}

export interface CallOptions extends Payload, WaitOptions {
  method?: 'GET' | 'SET';
}

/** Skeleton: types only so far. */
export class Client extends EventEmitter<ClientEvents> {
  readonly state: ClientState = 'idle';
  readonly connected: boolean = false;
  readonly serverInfo: JsonValue | undefined = undefined;
  readonly clientId: number | undefined = undefined;
  readonly remoteAddress: { host: string; port: number } | undefined = undefined;
  readonly pendings: number = 0;

  constructor(_options: ClientOptions = {}) {
    super();
  }

  connect(_url: string, _options: ConnectOptions = {}): Promise<JsonValue | undefined> {
    return Promise.reject(new VsoaError('NOT_CONNECTED', 'not written yet'));
  }

  call(_url: string, _options: CallOptions = {}): Promise<Reply> {
    return Promise.reject(new VsoaError('NOT_CONNECTED', 'not written yet'));
  }

  ping(_options: WaitOptions = {}): Promise<number> {
    return Promise.reject(new VsoaError('NOT_CONNECTED', 'not written yet'));
  }

  subscribe(_urls: string | readonly string[], _options: WaitOptions = {}): Promise<void> {
    return Promise.reject(new VsoaError('NOT_CONNECTED', 'not written yet'));
  }

  unsubscribe(_urls?: string | readonly string[], _options: WaitOptions = {}): Promise<void> {
    return Promise.reject(new VsoaError('NOT_CONNECTED', 'not written yet'));
  }

  datagram(_url: string, _payload: Payload & { quick?: boolean } = {}): boolean {
    return false;
  }

  disconnect(): Promise<void> {
    return Promise.resolve();
  }
}
