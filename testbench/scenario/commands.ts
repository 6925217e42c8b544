import { LATER, type Later, type RemoteClient, type Request, Status } from '@vsoa-testbench/core';
import type { Auth } from './auth.ts';
import { Command, keyOf } from './command.ts';
import { type EcuContext, momentOf, reasonOf } from './context.ts';
import { continued } from './continued.ts';
import { Exchange } from './exchange.ts';
import type { CommandSpec } from './file/schema.ts';
import { UrlRoutes } from './routes.ts';

/** The commands of one ECU. Which of them answers is decided here, as core knows nothing of methods and conditions. */
export class Commands {
  readonly #context: EcuContext;
  readonly #auth: Auth;
  #list: readonly Command[] = [];
  #routes = new UrlRoutes<Command>([]);

  constructor(context: EcuContext, auth: Auth) {
    this.#context = context;
    this.#auth = auth;
  }

  get list(): readonly Command[] {
    return this.#list;
  }

  /** What `use` takes; nothing is changed yet. Throws `ValueError`, `FILE_UNREADABLE`. */
  prepare(specs: readonly CommandSpec[]): Command[] {
    return continued(this.#list, specs, keyOf, (spec) => new Command(spec, this.#context));
  }

  use(list: readonly Command[]): void {
    this.#list = list;
    this.#routes = new UrlRoutes(list);
  }

  /** Handles every RPC of the server: status 3 where no command has its url, 2 where there are some and none takes it. */
  readonly handle = (request: Request, client: RemoteClient): Later => {
    const exchange = new Exchange(request, client, this.#context, this.#auth);
    const takers = this.#routes.takers(request.url);
    const command = takers.find((taker) => this.#takes(taker, exchange));
    if (command !== undefined) exchange.answer(command);
    else exchange.refuse(takers.length > 0 ? Status.ARGUMENTS : Status.INVALID_URL);
    return LATER;
  };

  #takes(command: Command, { request, view }: Exchange): boolean {
    try {
      return command.takes(request.method, momentOf(this.#context, command.random, command.calls, view));
    } catch (error) {
      command.fail(reasonOf(error));
      return false;
    }
  }
}
