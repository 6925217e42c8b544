import type { Message, RemoteClient } from '@vsoa-testbench/core';
import type { Auth } from './auth.ts';
import { type EcuContext, jsonOf } from './context.ts';
import { continued } from './continued.ts';
import { DatagramRule } from './datagram.ts';
import type { DatagramSpec } from './file/schema.ts';
import { requestView } from './request-view.ts';
import { UrlRoutes } from './routes.ts';

/** What one ECU does when datagrams arrive. */
export class Datagrams {
  readonly #context: EcuContext;
  readonly #auth: Auth;
  #list: readonly DatagramRule[] = [];
  #routes = new UrlRoutes<DatagramRule>([]);

  constructor(context: EcuContext, auth: Auth) {
    this.#context = context;
    this.#auth = auth;
  }

  get list(): readonly DatagramRule[] {
    return this.#list;
  }

  /** What `use` takes; nothing is changed yet. Throws `ValueError`, `FILE_UNREADABLE`. */
  prepare(specs: readonly DatagramSpec[]): DatagramRule[] {
    return continued(
      this.#list,
      specs,
      ({ url, when = '' }) => `${url} ${when}`,
      (spec) => new DatagramRule(spec, this.#context),
    );
  }

  use(list: readonly DatagramRule[]): void {
    this.#list = list;
    this.#routes = new UrlRoutes(list);
  }

  receive(client: RemoteClient, message: Message): void {
    if (!this.#auth.hears(client)) return;
    const { name, scenario, state } = this.#context;
    const { url, quick } = message;
    const ms = scenario.ms();
    const takers = this.#routes.takers(url);
    if (takers.length > 0) {
      const view = requestView(message, 'SET', client);
      takers.find((rule) => rule.takes(view))?.take(message, view, client);
    }
    const param = () => jsonOf(message.param);
    scenario.happened(() => ({ kind: 'datagram', ecu: name, ms, url, param: param(), quick, state: state.value }));
    scenario.changed();
  }
}
