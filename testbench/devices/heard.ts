import type { Message } from '@vsoa-testbench/core';

/** What a device sent by itself. `message` is valid for good; its getters parse when they are read. */
export type Listener = (deviceId: string, message: Message) => void;

/**
 * Brings what devices send to the parts of the bench that look at it. Called for each message: a listener that does not
 * want it returns at once.
 */
export class Heard {
  readonly #published: Listener[] = [];
  readonly #datagrams: Listener[] = [];

  onPublished(listener: Listener): void {
    this.#published.push(listener);
  }

  onDatagram(listener: Listener): void {
    this.#datagrams.push(listener);
  }

  published(deviceId: string, message: Message): void {
    for (const listener of this.#published) listener(deviceId, message);
  }

  datagram(deviceId: string, message: Message): void {
    for (const listener of this.#datagrams) listener(deviceId, message);
  }
}
