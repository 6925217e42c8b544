import { EventEmitter } from 'node:events';
import type { Payload } from '../payload.ts';

export interface RemoteClientEvents {
  subscribe: [string[]];
  unsubscribe: [string[] | 'all'];
}

/** Skeleton: types only so far. */
export class RemoteClient extends EventEmitter<RemoteClientEvents> {
  readonly id: number = 0;
  readonly address: { host: string; port: number } = { host: '', port: 0 };
  priority = 0;
  authed = false;
  readonly subscriptions: ReadonlySet<string> = new Set();
  readonly closed: boolean = false;
  readonly dropped: number = 0;

  isSubscribed(_url: string): boolean {
    return false;
  }

  datagram(_url: string, _payload: Payload & { quick?: boolean } = {}): boolean {
    return false;
  }

  close(): void {}
}
