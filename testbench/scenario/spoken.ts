import { MAX_PACKET, type Payload } from '@vsoa-testbench/core';
import type { AnswerSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { dataOf } from './values/data.ts';
import type { Moment, Value } from './values/types.ts';
import { valueOf } from './values/value.ts';

/** What an answer, a topic or a datagram says: its param, computed when it is said, and its data. */
export class Spoken {
  readonly value: Value;
  readonly data: Uint8Array | undefined;

  /** Throws `ValueError`, `FILE_UNREADABLE`. */
  constructor({ param, data }: Pick<AnswerSpec, 'param' | 'data'>, folder: ScenarioFolder) {
    this.value = param === undefined ? NOTHING : valueOf(param);
    this.data = data === undefined ? undefined : dataOf(data, (file) => folder.read(file, MAX_PACKET));
  }

  /** Throws `ValueError`. */
  at(moment: Moment): Payload {
    return { param: this.value.at(moment), data: this.data };
  }
}

const NOTHING: Value = { isFixed: true, at: () => undefined };
