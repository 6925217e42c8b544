import type { Message, RemoteClient } from '@vsoa-testbench/core';
import { delayOf } from './computed.ts';
import { type EcuContext, momentOf, reasonOf } from './context.ts';
import { Effects } from './effects.ts';
import type { DatagramSpec } from './file/schema.ts';
import { Spoken } from './spoken.ts';
import type { DatagramCount } from './types.ts';
import { Expression } from './values/expression.ts';
import type { Moment, RequestView } from './values/types.ts';

/** What a datagram is answered with. */
interface Reply {
  url: string;
  quick: boolean | undefined;
  spoken: Spoken;
  delay: (moment: Moment) => number;
}

/** A datagram of the file, and what has become of it. */
export class DatagramRule {
  readonly spec: DatagramSpec;
  readonly #context: EcuContext;
  readonly #random: () => number;
  readonly #when: Expression | undefined;
  readonly #effects: Effects;
  readonly #replies: readonly Reply[];
  #received = 0;
  #lastTime: number | null = null;
  #error: string | null = null;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor(spec: DatagramSpec, context: EcuContext) {
    this.spec = spec;
    this.#context = context;
    this.#random = context.scenario.random(`${context.name} datagram ${spec.url} ${spec.when ?? ''}`);
    this.#when = spec.when === undefined ? undefined : Expression.compile(spec.when);
    this.#effects = new Effects(spec);
    this.#replies = (spec.reply ?? []).map(({ url, quick, delay, ...spoken }) => ({
      url,
      quick,
      spoken: new Spoken(spoken, context.scenario.folder),
      delay: delayOf(delay),
    }));
  }

  takes(request: RequestView): boolean {
    if (this.#when === undefined) return true;
    try {
      return this.#when.evaluate(this.#moment(request)) === true;
    } catch (error) {
      this.#error = reasonOf(error);
      return false;
    }
  }

  take(message: Message, request: RequestView, client: RemoteClient): void {
    const { clock } = this.#context.scenario;
    try {
      const next = this.#effects.stateAfter(this.#moment(request), this.#context);
      this.#effects.happen(next, this.#context);
      for (const reply of this.#replies) this.#reply(reply, message, request, client);
    } catch (error) {
      this.#error = reasonOf(error);
    }
    this.#received += 1;
    this.#lastTime = clock.time();
  }

  /** The same as before, that answers otherwise now. */
  continue(before: DatagramRule): void {
    this.#received = before.#received;
    this.#lastTime = before.#lastTime;
  }

  get count(): DatagramCount {
    return { url: this.spec.url, received: this.#received, lastTime: this.#lastTime, error: this.#error };
  }

  #reply({ url, quick, spoken, delay }: Reply, message: Message, request: RequestView, client: RemoteClient): void {
    const moment = this.#moment(request);
    const waits = this.#context.waits.after(delay(moment), () => {
      try {
        const payload = spoken.at(this.#moment(request), message);
        const sent = client.datagram(url, { ...payload, quick: quick ?? message.quick });
        if (!sent && !client.closed)
          this.#error = `${url} was not sent: the client takes nothing, or has no quick channel`;
      } catch (error) {
        this.#error = reasonOf(error);
      }
    });
    if (!waits) this.#error = 'too many answers are kept back already';
  }

  #moment(request: RequestView): Moment {
    return momentOf(this.#context, this.#random, this.#received, request);
  }
}
