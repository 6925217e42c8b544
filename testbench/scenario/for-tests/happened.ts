import type { JsonValue } from '@vsoa-testbench/core';
import type { ScenarioEvent } from '../expectations/types.ts';

const MOST_EVENTS = 10_000;
/** About so many bytes of params are kept; the oldest events go first. */
const MOST_BYTES = 33_554_432;

/** The last things that happened, so that a test may expect what was there before it asked. */
export class Happened {
  #events: { event: ScenarioEvent; bytes: number }[] = [];
  #bytes = 0;
  #gone = 0;

  get events(): readonly ScenarioEvent[] {
    return this.#events.slice(this.#gone).map(({ event }) => event);
  }

  add(event: ScenarioEvent): void {
    const bytes = 200 + ('param' in event ? sizeOf(event.param) : 0);
    this.#events.push({ event, bytes });
    this.#bytes += bytes;
    while (this.#events.length - this.#gone > MOST_EVENTS || this.#bytes > MOST_BYTES) this.#drop();
  }

  clear(): void {
    this.#events = [];
    this.#bytes = 0;
    this.#gone = 0;
  }

  #drop(): void {
    this.#bytes -= this.#events[this.#gone]?.bytes ?? 0;
    this.#gone += 1;
    if (this.#gone < MOST_EVENTS) return;
    this.#events = this.#events.slice(this.#gone);
    this.#gone = 0;
  }
}

/** About the memory it takes. Without recursion: a peer says how deep it is. */
function sizeOf(json: JsonValue | undefined): number {
  let bytes = 0;
  const open: (JsonValue | undefined)[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    bytes += typeof value === 'string' ? 16 + value.length * 2 : 16;
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) open.push(each);
  }
  return bytes;
}
