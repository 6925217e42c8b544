import { TOPIC_PREVIEW, type Topic } from '../contract.ts';
import { preview } from '../payload.ts';
import { Rate } from '../rate.ts';
import type { ValueMemory } from '../topics/value-memory.ts';
import { ValueRing } from '../topics/value-ring.ts';

/** What a device published on one url: the last values, and what the window is to be told of the newest. */
export class TopicSession {
  readonly deviceId: string;
  readonly url: string;
  readonly values: ValueRing;
  readonly #rate: Rate;
  /** Waits to be told. */
  changed = false;
  /** Its device was removed. */
  gone = false;

  constructor(deviceId: string, url: string, memory: ValueMemory, now: number) {
    this.deviceId = deviceId;
    this.url = url;
    this.values = new ValueRing(memory);
    this.#rate = new Rate(now);
  }

  describe(now: number): Topic {
    const { values } = this;
    const newest = values.end - 1;
    return {
      deviceId: this.deviceId,
      url: this.url,
      count: values.end,
      rate: this.#rate.of(values.end, now),
      time: values.timeOf(newest),
      quick: values.isQuick(newest),
      preview: preview(values.param(newest), TOPIC_PREVIEW),
      paramLength: values.paramLength(newest),
      dataLength: values.dataLength(newest),
    };
  }
}
