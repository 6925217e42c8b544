import type { Message, RemoteClient } from '@vsoa-testbench/core';
import { jsonOf } from './context.ts';
import type { RequestView } from './values/types.ts';

/** What expressions may see of it. */
export function requestView(message: Message, method: 'GET' | 'SET', client: RemoteClient): RequestView {
  const { id, priority, authed } = client;
  const param = jsonOf(message.param);
  return {
    url: message.url,
    method,
    ...(param === undefined ? {} : { param }),
    dataLength: message.data.length,
    client: { id, address: addressOf(client), priority, authed },
  };
}

/** `host:port` */
export function addressOf({ address: { host, port } }: RemoteClient): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
