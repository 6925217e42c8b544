import type { TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Wire } from '../link.ts';
import { reset } from '../reset.ts';
import { Listener } from '../server/listener.ts';
import type { ServerTlsOptions } from '../tls/options.ts';
import type { StreamContext, StreamOptions } from './options.ts';
import { Stream } from './stream.ts';

/** Where and for whom a stream is offered. */
export interface OfferPlace {
  host: string;
  tls: ServerTlsOptions | undefined;
  /** The only host that is taken; undefined: any. */
  peer: string | undefined;
  /** A client's TLS handshake failed; the offer stands. */
  tlsFailed: (error: VsoaError, address: string) => void;
}

const LINK_TIMEOUT = 5_000;
/** With TLS, those whose handshake is not through. */
const CONNECTIONS = 16;

/**
 * Listens on a fresh port for exactly one client: the first that comes, with TLS the first whose handshake succeeds. All
 * others are reset. Resolves as soon as it listens. Rejects as `Server.createStream`.
 */
export async function offerStream(place: OfferPlace, context: StreamContext, options: StreamOptions): Promise<Stream> {
  const offer = new Offer(place, context);
  return offer.open(options);
}

class Offer {
  readonly #place: OfferPlace;
  readonly #context: StreamContext;
  readonly #listener: Listener;
  #stream: Stream | undefined;
  #signal: AbortSignal | undefined;
  #timer: TimerHandle | undefined;

  constructor(place: OfferPlace, context: StreamContext) {
    this.#place = place;
    this.#context = context;
    const { peer } = place;
    this.#listener = new Listener(place.tls, CONNECTIONS, context.clock, {
      takes: (host) => peer === undefined || host === peer,
      accepted: (wire) => this.#consider(wire),
      refused: () => undefined,
      tlsFailed: place.tlsFailed,
      failed: (error) => this.#stream?.destroy(error),
    });
  }

  async open(options: StreamOptions): Promise<Stream> {
    const { signal } = options;
    if (signal?.aborted === true) throw aborted(signal);
    await this.#listener.listen(this.#place.host, 0, false);
    try {
      if (signal?.aborted) throw aborted(signal);
      return this.#await(options);
    } catch (error) {
      this.#withdraw();
      throw error;
    }
  }

  #await(options: StreamOptions): Stream {
    const { signal, timeout = LINK_TIMEOUT } = options;
    const stream = new Stream(this.#listener.port, this.#context, options, () => this.#withdraw());
    this.#stream = stream;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (timeout !== Infinity) this.#timer = this.#context.clock.setTimeout(this.#expire, timeout);
    return stream;
  }

  #consider(wire: Wire): void {
    const stream = this.#stream;
    if (stream === undefined || stream.linked || stream.destroyed) {
      wire.socket.on('error', () => undefined);
      reset(wire);
    } else {
      this.#withdraw();
      stream.link(wire);
    }
  }

  /** Nobody can come any more. */
  #withdraw(): void {
    if (this.#timer !== undefined) this.#context.clock.clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
    // Resolves only when the stream is closed, too.
    void this.#listener.close();
  }

  readonly #abort = (): void => {
    this.#stream?.destroy(aborted(this.#signal));
  };

  // A program that kept the loop busy must not take that for a client that did not come: one that waits to be accepted
  // is heard first, in the poll phase before the immediate.
  readonly #expire = (): void => {
    setImmediate(() => {
      if (this.#stream?.linked === false)
        this.#stream.destroy(new VsoaError('TIMEOUT', 'no client came for the stream'));
    });
  };
}

function aborted(signal: AbortSignal | undefined): VsoaError {
  return new VsoaError('ABORTED', 'aborted', signal?.reason);
}
