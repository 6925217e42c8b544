import type { DatagramSender } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { Sender } from './sender.ts';

const MAX_RUNNING = 100;
/** That have ended, and are still listed. */
const MAX_ENDED = 50;

/** What is sending, and what has sent. */
export class Senders {
  #senders: Sender[] = [];

  get list(): DatagramSender[] {
    return this.#senders.map((sender) => sender.describe());
  }

  /** Nothing of them changes by itself. */
  get still(): boolean {
    return this.#senders.every((sender) => sender.still);
  }

  /** One of them goes on by itself. */
  get busy(): boolean {
    return this.#senders.some((sender) => !sender.ended && !sender.paused);
  }

  /** Throws `TOO_MANY`. */
  checkRoom(): void {
    if (this.#senders.filter((sender) => !sender.ended).length < MAX_RUNNING) return;
    throw new BenchFailure('TOO_MANY', `at most ${MAX_RUNNING} lists or repeated datagrams are sent at once`);
  }

  start(sender: Sender): void {
    const ended = this.#senders.filter((each) => each.ended);
    const gone = new Set(ended.slice(0, Math.max(0, ended.length - MAX_ENDED)));
    this.#senders = [...this.#senders.filter((each) => !gone.has(each)), sender];
    sender.start();
  }

  /** Nothing happens where it was forgotten. */
  get(id: string): Sender | undefined {
    return this.#senders.find((sender) => sender.id === id);
  }

  forget(id: string): void {
    this.get(id)?.stop();
    this.#senders = this.#senders.filter((sender) => sender.id !== id);
  }

  stopAll(): void {
    for (const sender of this.#senders) sender.stop();
  }
}
