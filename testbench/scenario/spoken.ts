import { type JsonValue, MAX_PACKET, type Payload } from '@vsoa-testbench/core';
import { dataOf, valueOf } from './compile.ts';
import type { AnswerSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import type { Moment, Value } from './values/types.ts';

/** What an answer, a topic or a datagram says: its param and data, computed when they are said. */
export class Spoken {
  readonly #param: Value | undefined;
  readonly #data: Uint8Array | undefined;
  /** A param in which nothing changes. */
  #fixed: JsonValue | undefined;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor({ param, data }: Pick<AnswerSpec, 'param' | 'data'>, folder: ScenarioFolder) {
    this.#param = param === undefined ? undefined : valueOf(param);
    this.#data = data === undefined ? undefined : dataOf(data, (file) => folder.read(file, MAX_PACKET));
  }

  /** Throws `ValueError`. */
  at(moment: Moment): Payload {
    return { param: this.#paramAt(moment), data: this.#data };
  }

  #paramAt(moment: Moment): JsonValue | undefined {
    if (this.#param === undefined) return undefined;
    if (!this.#param.isFixed) return this.#param.at(moment);
    this.#fixed ??= this.#param.at(moment);
    return this.#fixed;
  }
}
