import { MAX_PACKET, type Message, type Payload } from '@vsoa-testbench/core';
import type { AnswerSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { dataOf } from './values/data.ts';
import type { Moment, Value } from './values/types.ts';
import { valueOf } from './values/value.ts';

/** What an answer, a topic or a datagram says: its param, computed when it is said, and its data; or what came. */
export class Spoken {
  readonly value: Value;
  readonly data: Uint8Array | undefined;
  readonly #echo: AnswerSpec['echo'];

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor({ param, data, echo }: Pick<AnswerSpec, 'param' | 'data' | 'echo'>, folder: ScenarioFolder) {
    this.#echo = echo;
    this.value = param === undefined ? NOTHING : valueOf(param);
    this.data = data === undefined ? undefined : dataOf(data, (file) => folder.read(file, MAX_PACKET));
  }

  /** Throws `ValueError`. */
  at(moment: Moment, { paramBytes, data }: Pick<Message, 'paramBytes' | 'data'>): Payload {
    const all = this.#echo === true;
    return {
      param: all || this.#echo === 'param' ? paramBytes : this.value.at(moment),
      data: all || this.#echo === 'data' ? data : this.data,
    };
  }
}

const NOTHING: Value = { isFixed: true, at: () => undefined };
