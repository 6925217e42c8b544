import type { TopicValue } from '../contract.ts';
import { toPayload } from '../payload.ts';
import type { ValueRing } from './value-ring.ts';

/** One value that is there, and whole. */
export function readValue(values: ValueRing, number: number): TopicValue {
  // Copies: the memory of the ring is written to again.
  return {
    ...toPayload(values.param(number).slice(), values.data(number).slice()),
    time: values.timeOf(number),
    quick: values.isQuick(number),
  };
}
