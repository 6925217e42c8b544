import { TOPIC_PREVIEW, type Topic } from '../contract.ts';
import { preview } from '../payload.ts';
import { Rate } from '../rate.ts';

/** The newest message that a device published on one url. */
export class NewestMessage {
  readonly deviceId: string;
  readonly url: string;
  readonly rate: Rate;
  count = 0;
  time = 0;
  quick = false;
  /** Waits to be told. */
  changed = false;
  /** Its device was removed. */
  gone = false;
  /** The param and after it the data; where not `whole`, the start of the param. */
  kept = new Uint8Array();
  whole = true;
  paramLength = 0;
  dataLength = 0;

  constructor(deviceId: string, url: string, now: number) {
    this.deviceId = deviceId;
    this.url = url;
    this.rate = new Rate(now);
  }

  describe(now: number): Topic {
    return {
      deviceId: this.deviceId,
      url: this.url,
      count: this.count,
      rate: this.rate.of(this.count, now),
      time: this.time,
      quick: this.quick,
      preview: preview(this.kept.subarray(0, this.paramLength), TOPIC_PREVIEW),
      paramLength: this.paramLength,
      dataLength: this.dataLength,
    };
  }
}
