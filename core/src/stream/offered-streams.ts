import { VsoaError } from '../errors.ts';
import { type OfferPlace, offerStream } from './offer.ts';
import type { StreamContext, StreamOptions } from './options.ts';
import type { Stream } from './stream.ts';

/** The streams of a server from its start to its close. */
export class OfferedStreams {
  readonly #place: Omit<OfferPlace, 'peer'>;
  readonly #context: StreamContext;
  readonly #streams = new Set<Stream>();
  readonly #limit: number;
  /** Those that do not listen yet. */
  #coming = 0;
  #closed = false;

  constructor(place: Omit<OfferPlace, 'peer'>, context: StreamContext, limit: number) {
    this.#place = place;
    this.#context = context;
    this.#limit = limit;
  }

  /** Rejects as `Server.createStream`. */
  async offer(peer: string | undefined, options: StreamOptions): Promise<Stream> {
    if (this.#streams.size + this.#coming >= this.#limit) {
      throw new VsoaError('TOO_MANY_PENDING', `${this.#limit} streams are open`);
    }
    this.#coming += 1;
    const offering = offerStream({ ...this.#place, peer }, this.#context, options);
    const stream = await offering.finally(() => {
      this.#coming -= 1;
    });
    if (this.#closed) {
      stream.destroy();
      throw serverClosed();
    }
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    return stream;
  }

  /** Those that are linked send what was written, see `Stream.close`; the others fail with `ABORTED`. */
  async close(linger: number): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#streams].map((stream) => closeOne(stream, linger)));
  }
}

function closeOne(stream: Stream, linger: number): Promise<void> {
  if (!stream.linked) stream.destroy(serverClosed());
  return stream.close({ linger });
}

function serverClosed(): VsoaError {
  return new VsoaError('ABORTED', 'the server was closed');
}
