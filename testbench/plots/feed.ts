import type { Clock, Message } from '@vsoa-testbench/core';
import { DEMO_DEVICE, type PlotField } from '../contract/plots.ts';
import type { SeriesState } from '../contract.ts';
import type { Devices } from '../devices/devices.ts';
import { fieldOf } from './field.ts';
import { ParseBudget } from './parse-budget.ts';
import type { Track } from './track.ts';
import { keyOf, type Tracks } from './tracks.ts';

/** A device that was silent for less was not lost meanwhile, ms. */
const SHORTEST_LOSS = 20;

interface Reader {
  field: PlotField;
  key: string;
  track: Track;
}

export interface FeedOptions {
  clock: Clock;
  devices: Pick<Devices, 'get'>;
  tracks: Tracks;
  /** There are more points. */
  onGrow: () => void;
}

/** Reads from what devices publish the fields that are plotted. A message that nobody plots costs a lookup. */
export class Feed {
  /** Messages that were not read, because reading all of them would have taken too long. */
  unread = 0;
  readonly #options: FeedOptions;
  readonly #budget: ParseBudget;
  /** By device and url. */
  #readers = new Map<string, Map<string, Reader[]>>();
  readonly #states = new Map<string, SeriesState>();
  readonly #heard = new Map<string, { at: number; since: number | undefined }>();
  readonly #names = new Map<string, string>();

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#budget = new ParseBudget(options.clock);
  }

  stateOf(field: PlotField): SeriesState {
    return this.#states.get(keyOf(field)) ?? 'silent';
  }

  /** From now on reads these fields. One that was not read before begins anew. */
  read(fields: Iterable<PlotField>): void {
    const before = this.#readers;
    this.#readers = new Map();
    const time = this.#options.clock.time();
    for (const field of fields) {
      const key = keyOf(field);
      const { deviceId, url } = field;
      const readers = this.#readersOf(deviceId, url);
      if (readers.some((reader) => reader.key === key)) continue;
      const known = before
        .get(deviceId)
        ?.get(url)
        ?.find((reader) => reader.key === key);
      const track = this.#options.tracks.of(field);
      if (!known) {
        track.gap(time);
        this.#states.delete(key);
      }
      readers.push({ field, key, track });
    }
  }

  published(deviceId: string, message: Message): void {
    if (this.#readers.size === 0) return;
    const device = this.#readers.get(this.#nameOf(deviceId));
    if (!device) return;
    const { clock } = this.#options;
    this.#breakWhereLost(deviceId, device, clock.now());
    const readers = device.get(message.url);
    if (!readers) return;
    const bytes = message.paramBytes;
    if (this.#budget.take(bytes.length)) this.#take(readers, bytes, clock.time());
    else this.unread += 1;
    this.#options.onGrow();
  }

  #take(readers: Reader[], bytes: Buffer, time: number): void {
    const param = parsed(bytes);
    for (const { field, key, track } of readers) {
      if (param === undefined) {
        this.#states.set(key, bytes.length === 0 ? 'missing' : 'notJson');
        track.gap(time);
        continue;
      }
      const { state, value } = fieldOf(param.value, field.path);
      this.#states.set(key, state);
      if (state === 'ok') this.#options.tracks.append(track, time, value);
      else track.gap(time);
    }
  }

  /** The lines of a device are not drawn through the time in which it was not connected. */
  #breakWhereLost(deviceId: string, device: Map<string, Reader[]>, now: number): void {
    const heard = this.#heard.get(deviceId);
    if (heard && now - heard.at < SHORTEST_LOSS) {
      heard.at = now;
      return;
    }
    const { state } = this.#options.devices.get(deviceId).describe();
    const since = state.name === 'connected' ? state.since : heard?.since;
    this.#heard.set(deviceId, { at: now, since });
    if (!heard || heard.since === since) return;
    for (const { track } of [...device.values()].flat()) track.gap(track.newest?.time ?? 0);
  }

  #readersOf(deviceId: string, url: string): Reader[] {
    let device = this.#readers.get(deviceId);
    if (!device) this.#readers.set(deviceId, (device = new Map()));
    let readers = device.get(url);
    if (!readers) device.set(url, (readers = []));
    return readers;
  }

  /** What a device is called in the plots: the demo vehicle has another id each time it is started. */
  #nameOf(deviceId: string): string {
    const known = this.#names.get(deviceId);
    if (known !== undefined) return known;
    const name = this.#options.devices.get(deviceId).demo ? DEMO_DEVICE : deviceId;
    this.#names.set(deviceId, name);
    return name;
  }
}

function parsed(bytes: Buffer): { value: unknown } | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return { value: JSON.parse(bytes.toString()) };
  } catch {
    return undefined;
  }
}
