import { decodePacket, PacketType, type PacketView } from '@vsoa-testbench/core';
import { readCapture } from '../../capture/open.ts';
import type { CaptureSink } from '../../capture/types.ts';
import { ValueError } from './types.ts';

/** Of one topic. */
const MAX_MESSAGES = 200_000;
const MAX_BYTES = 67_108_864;

interface TimedMessage {
  /** From the first one of the recording on. */
  ms: number;
  /** As they were recorded; length 0 where there was none. */
  param: Buffer;
  data: Buffer;
  quick: boolean;
}

/** What was published on one topic, oldest first. */
export interface TimedMessages {
  messages: TimedMessage[];
  /** ms from the first message of one round to the first of the next: as long as it was, and one usual step more. */
  duration: number;
}

/**
 * What a capture (pcapng, pcap) has of these topics. Where several clients got the same, it is of the one that got most.
 * Rejects with `FILE_UNREADABLE` or `NOT_A_CAPTURE`, and with `ValueError` where a topic is not in it or is too large.
 */
export async function readRecording(
  path: string,
  urls: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, TimedMessages>> {
  const heard = new Heard(urls);
  await readCapture(path, { sink: heard, signal });
  if (heard.isTooMuch) {
    throw new ValueError(`more than ${MAX_MESSAGES} messages of a topic, or ${MAX_BYTES} bytes of all, are recorded`);
  }
  return new Map(urls.map((url) => [url, timed(url, heard.of(url))]));
}

/** Keeps the publishes of some urls, by connection. */
class Heard implements CaptureSink {
  readonly #byUrl: Map<string, Map<number, { time: number; view: PacketView; quick: boolean }[]>>;
  #bytes = 0;
  #isTooMuch = false;

  constructor(urls: readonly string[]) {
    this.#byUrl = new Map(urls.map((url) => [url, new Map()]));
  }

  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  /** Of the connection that has most. */
  of(url: string): { time: number; view: PacketView; quick: boolean }[] {
    const all = [...(this.#byUrl.get(url)?.values() ?? [])];
    return all.toSorted((one, other) => other.length - one.length)[0] ?? [];
  }

  packet(...[source, start, end, , quick, connection, time]: Parameters<CaptureSink['packet']>): void {
    if (this.#isTooMuch) return;
    const bytes = source.subarray(start, end);
    const { type, url } = decodePacket(bytes);
    if (type !== PacketType.PUBLISH) return;
    const byConnection = this.#byUrl.get(url);
    if (byConnection === undefined) return;
    const list = byConnection.get(connection.id) ?? [];
    byConnection.set(connection.id, list);
    this.#bytes += bytes.length;
    this.#isTooMuch = list.length === MAX_MESSAGES || this.#bytes > MAX_BYTES;
    list.push({ time, view: decodePacket(Buffer.from(bytes)), quick });
  }

  odd(): void {}

  other(): void {}

  mark(): void {}
}

function timed(url: string, heard: { time: number; view: PacketView; quick: boolean }[]): TimedMessages {
  const inOrder = heard.toSorted((one, other) => one.time - other.time);
  const [first] = inOrder;
  if (first === undefined) throw new ValueError(`the recording has nothing that was published on ${url}`);
  const messages = inOrder.map(({ time, view, quick }) => ({
    ms: time - first.time,
    param: view.param,
    data: view.data,
    quick,
  }));
  const last = messages.at(-1)?.ms ?? 0;
  return { messages, duration: last + Math.max(1, messages.length === 1 ? 1_000 : last / (messages.length - 1)) };
}
