import { finished } from 'node:stream/promises';
import { type RemoteClient, type Stream, VsoaError } from '@vsoa-testbench/core';
import { type EcuContext, reasonOf } from '../context.ts';
import type { AnswerSpec } from '../file/schema.ts';
import type { RequestView } from '../values/types.ts';
import { Lines } from './lines.ts';
import { receive } from './receive.ts';
import { send } from './send.ts';

export type StreamSpec = NonNullable<AnswerSpec['stream']>;

const LINK_TIMEOUT = 10_000;
/** A peer that died in silence does not hold a stream for ever, ms. */
const IDLE_TIMEOUT = 600_000;

/** A stream that an answer offers. */
export class StreamPlan {
  readonly #spec: StreamSpec;
  readonly #context: EcuContext;
  readonly #lines: Lines | undefined;

  /** Throws `ValueError`. */
  constructor(spec: StreamSpec, context: EcuContext) {
    this.#spec = spec;
    if (spec.send !== undefined && 'lines' in spec.send) this.#lines = new Lines(spec.send, context);
    this.#context = context;
  }

  /** Answers its tunnel id. What goes wrong later is told to `failed`. Rejects as `Server.createStream`. */
  async offer(client: RemoteClient, request: RequestView, failed: (reason: string) => void): Promise<number> {
    const { timeout = LINK_TIMEOUT } = this.#spec;
    const stream = await this.#context.server().createStream({ client, timeout, idleTimeout: IDLE_TIMEOUT });
    void this.#run(stream, request, failed);
    return stream.tunnelId;
  }

  async #run(stream: Stream, request: RequestView, failed: (reason: string) => void): Promise<void> {
    const over = new AbortController();
    const ended = finished(stream).finally(() => over.abort(new VsoaError('ABORTED', 'the stream has ended')));
    // Whatever else fails because of it, this says why.
    ended.catch((error: unknown) => failed(`the stream failed: ${reasonOf(error)}`));
    try {
      await this.#exchange(stream, request, over.signal, failed);
      await ended;
    } catch (error) {
      if (!stream.destroyed) stream.destroy(error instanceof Error ? error : new VsoaError('ERROR', String(error)));
    }
  }

  /** Both directions at once. Who only sends something is not answered, who only receives says what it got. */
  async #exchange(
    stream: Stream,
    request: RequestView,
    signal: AbortSignal,
    failed: (reason: string) => void,
  ): Promise<void> {
    const { send: source, receive: target, bytesPerSecond } = this.#spec;
    const { scenario } = this.#context;
    await linked(stream, signal);
    const file = typeof target === 'object' ? target.file : undefined;
    // The rate of what is sent, or else of what is read.
    const pace = source === undefined && target !== undefined ? bytesPerSecond : undefined;
    const receiving = receive(stream, file, pace, scenario, signal);
    const sending =
      this.#lines?.send(stream, request, signal, failed) ??
      (source && !('lines' in source) && send(stream, source, bytesPerSecond, scenario, signal));
    const [received] = await Promise.all([receiving, sending]);
    if (source !== undefined) return;
    if (target === undefined) stream.end();
    else stream.end(`${JSON.stringify(received)}\n`);
  }
}

function linked(stream: Stream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('link', resolve);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
