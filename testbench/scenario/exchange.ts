import { type Answer, type RemoteClient, type Request, Status, VsoaError } from '@vsoa-testbench/core';
import type { PlannedAnswer } from './answer.ts';
import type { Auth } from './auth.ts';
import type { Call, Command } from './command.ts';
import { type EcuContext, jsonOf, momentOf, reasonOf } from './context.ts';
import { requestView } from './request-view.ts';
import type { Moment, RequestView } from './values/types.ts';

/** One RPC on its way from the request to the answer. */
export class Exchange {
  readonly request: Request;
  readonly view: RequestView;
  readonly #client: RemoteClient;
  readonly #context: EcuContext;
  readonly #auth: Auth;
  readonly #came: number;
  #taken: { command: Command; call: Call; count: number } | undefined;

  constructor(request: Request, client: RemoteClient, context: EcuContext, auth: Auth) {
    this.request = request;
    this.view = requestView(request, request.method, client);
    this.#client = client;
    this.#context = context;
    this.#auth = auth;
    this.#came = context.scenario.ms();
  }

  /** By no command. */
  refuse(status: number): void {
    this.#finish({ status: this.#auth.refusal(this.request.url, this.#client) ?? status });
  }

  answer(command: Command): void {
    const { request } = this;
    const call = { request, client: this.#client.id, time: this.#context.scenario.clock.time(), status: null };
    this.#taken = { command, call, count: command.calls };
    const planned = command.take(call);
    const refusal = this.#auth.refusal(request.url, this.#client);
    if (refusal === undefined) this.#attempt(() => this.#afterDelay(planned));
    else this.#finish({ status: refusal });
  }

  #afterDelay(planned: PlannedAnswer): void {
    const waits = this.#context.waits.after(planned.delay(this.#moment()), () =>
      this.#attempt(() => this.#happen(planned)),
    );
    if (!waits) this.#fail(Status.NO_MEMORY, 'too many answers are kept back already');
  }

  #happen(planned: PlannedAnswer): void {
    const answer = planned.happen(this.#moment(), this.request);
    if (planned.isSilent) this.#finish(null);
    else if (planned.stream === undefined) this.#finish(answer);
    else void this.#offer(planned.stream, answer);
  }

  async #offer(stream: NonNullable<PlannedAnswer['stream']>, answer: Answer): Promise<void> {
    const failed = (reason: string) => this.#taken?.command.fail(reason);
    try {
      const tunnelId = await stream.offer(this.#client, this.view, failed);
      this.#finish({ ...answer, tunnelId });
    } catch (error) {
      this.#fail(Status.NO_MEMORY, reasonOf(error));
    }
  }

  /** Null: it is never answered. */
  #finish(answer: Answer | null): void {
    const { url } = this.request;
    const status = answer && this.#send(answer);
    this.#taken?.command.answered(this.#taken.call, status);
    if (status !== null) this.#auth.answered(url, status, this.#client);
    const { name, scenario, state } = this.#context;
    const { method } = this.request;
    const param = () => jsonOf(this.request.param);
    scenario.happened(() => ({
      kind: 'command',
      ecu: name,
      ms: this.#came,
      url,
      method,
      param: param(),
      status,
      state: state.value,
    }));
    scenario.changed();
  }

  /** Answers the status that was sent. */
  #send(answer: Answer): number {
    try {
      this.#client.reply(this.request, answer);
      return answer.status ?? Status.SUCCESS;
    } catch (error) {
      const isTooLarge = error instanceof VsoaError && error.code === 'PACKET_TOO_LARGE';
      const status = isTooLarge ? Status.NO_MEMORY : Status.NO_RESPONDING;
      this.#taken?.command.fail(reasonOf(error));
      this.#client.reply(this.request, { status });
      return status;
    }
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(Status.NO_RESPONDING, reasonOf(error));
    }
  }

  #fail(status: number, reason: string): void {
    this.#taken?.command.fail(reason);
    this.#finish({ status });
  }

  #moment(): Moment {
    const random = this.#taken?.command.random ?? Math.random;
    return momentOf(this.#context, random, this.#taken?.count ?? 0, this.view);
  }
}
