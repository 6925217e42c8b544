import { once } from 'node:events';
import { Client, type Message, type Tap, VsoaError } from '@vsoa-testbench/core';
import { type Target, target } from './arguments.ts';
import { connectOptions } from './connection.ts';
import type { ConnectionFlags } from './define/common.ts';
import { Exit, type ExitCode } from './exit.ts';
import { complain, dim, type Output, paramMembers, payloadText, printable } from './output.ts';
import { Plot } from './plot.ts';
import { stopSignal } from './stop.ts';

const CONNECT_TIMEOUT = 10_000;
/** The longest that a timer takes, ms: 24 days. */
const FOREVER = 2 ** 31 - 1;

export interface ListenOptions extends ConnectionFlags {
  count?: number;
  for?: number;
  plot?: string;
}

/** What becomes of messages. */
interface Taker {
  tap?: Tap;
  /** False: it is lost. */
  take: (message: Message) => boolean;
  /** All is subscribed. */
  onListening?: () => Promise<void>;
  /** Nothing comes any more, and the summary is next. */
  onEnd?: () => void;
}

/**
 * Prints what is published until `count` messages came, `for` ms are over or the user ends it. Fails where a server
 * goes away, and where the time was over before the count was reached.
 */
export async function listen(urls: string[], options: ListenOptions, output: Output): Promise<ExitCode> {
  if (options.plot === undefined) return listenTo(urls, options, output, { take: (message) => print(message, output) });
  const plot = new Plot(options.plot, process.stderr);
  try {
    return await listenTo(urls, options, output, {
      take: (message) => plot.take(message),
      onEnd: () => plot.close(),
    });
  } finally {
    plot.close();
  }
}

/** The same with whatever else becomes of the messages. */
export async function listenTo(
  urls: string[],
  options: ListenOptions,
  output: Output,
  { tap, take, onListening, onEnd }: Taker,
): Promise<ExitCode> {
  const servers = byServer(urls.map(target));
  const connection = await connectOptions(options);
  const ending = new AbortController();
  const { signal } = ending;
  const user = stopSignal();
  user.addEventListener('abort', () => ending.abort());
  const clients: Client[] = [];
  let received = 0;
  let lost = 0;
  let begun: number | undefined;
  const onMessage = (message: Message) => {
    if (signal.aborted) return;
    if (!take(message)) {
      lost++;
      return;
    }
    received++;
    if (received === options.count) ending.abort();
  };
  try {
    for (const [server, paths] of servers) {
      const client = new Client({ raw: true, tap });
      clients.push(client);
      client.on('message', onMessage);
      client.on('disconnect', (error) => ending.abort(error));
      await client.connect(server, { ...connection, timeout: CONNECT_TIMEOUT, signal });
      await client.subscribe(paths, { signal });
    }
    await onListening?.();
    begun = performance.now();
    output.message(`listening to ${urls.map(printable).join(', ')}`);
    const timer = setTimeout(() => ending.abort(), options.for ?? FOREVER);
    if (!signal.aborted) await once(signal, 'abort');
    clearTimeout(timer);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all(clients.map((client) => client.disconnect()));
    onEnd?.();
    if (begun !== undefined) output.message(`${received} messages in ${seconds(performance.now() - begun)} s`);
    if (lost > 0) complain(`${lost} more messages came and were not printed: stdout was not read fast enough`);
  }
  if (signal.reason instanceof VsoaError) throw signal.reason;
  if (lost > 0) return Exit.REFUSED;
  return options.count === undefined || received === options.count || user.aborted ? Exit.OK : Exit.REFUSED;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** Urls of one server go over one connection; a url without a path stands for all that the server publishes. */
function byServer(targets: Target[]): Map<string, string[]> {
  const servers = new Map<string, string[]>();
  for (const { server, path } of targets) {
    servers.set(server, [...(servers.get(server) ?? []), path || '/']);
  }
  return servers;
}

/** `time` is that of arrival, `data` is base64. False: not printed. */
function print({ url, paramBytes, data, quick }: Message, output: Output): boolean {
  const time = new Date().toISOString();
  if (output.json) {
    const members = [
      `"time":"${time}"`,
      `"url":${JSON.stringify(url)}`,
      ...paramMembers(paramBytes),
      `"data":"${data.toString('base64')}"`,
      `"quick":${quick}`,
    ];
    return output.line(`{${members.join(',')}}`);
  }
  const channel = quick ? ` ${dim('quick')}` : '';
  return output.line(`${dim(time.slice(11, -1))} ${printable(url)}${channel} ${payloadText(paramBytes, data)}`);
}
