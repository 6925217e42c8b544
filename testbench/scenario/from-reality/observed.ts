import type { JsonValue } from '@vsoa-testbench/core';
import type { StreamContent } from './stream-bytes.ts';

/** Of one ECU; what is beyond is counted. */
const MOST_URLS = 2_000;
const MOST_CALLS = 2_000;
const MOST_VALUES = 20_000;
const MOST_DATAGRAMS = 500;
/** A topic that several clients heard comes once for each. Of those that come so close together one is taken, ms. */
const TWINS = 1_000;

/** Bytes that a scenario may take of what was seen, all its ECUs together. */
export class Budget {
  #left: number;

  constructor(bytes = 67_108_864) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

export interface SeenPayload {
  param: Buffer;
  data: Buffer;
}

export interface SeenAnswer extends SeenPayload {
  status: number;
  /** 0: no stream. */
  tunnelId: number;
  rttMs: number;
}

export interface SeenCall {
  /** Epoch ms. */
  time: number;
  request: SeenPayload;
  answer: SeenAnswer;
}

export interface SeenCommand {
  url: string;
  method: 'GET' | 'SET';
  calls: SeenCall[];
  /** Answered ones that are not in `calls`. */
  leftOut: number;
  unanswered: number;
}

export interface SeenValue extends SeenPayload {
  time: number;
  quick: boolean;
}

export interface SeenTopic {
  url: string;
  values: SeenValue[];
  leftOut: number;
}

export interface SeenDatagram extends SeenValue {
  url: string;
  /** The client sent it. */
  toServer: boolean;
  connection: number;
}

/** Bytes of a stream each way, and those that the server sent where somebody kept them. */
export interface SeenStream {
  time: number;
  tunnelId: number;
  toServer: number;
  toClient: number;
  content?: StreamContent | undefined;
}

/** What one server was seen to do. Bounded, whatever there is to see. */
export class SeenEcu {
  /** `host:port` */
  readonly address: string;
  name: string | undefined;
  info: JsonValue | undefined;
  usesPassword = false;
  /** What is not in here, by the reason. */
  readonly commands = new Map<string, SeenCommand>();
  readonly topics = new Map<string, SeenTopic>();
  readonly datagrams: SeenDatagram[] = [];
  readonly streams: SeenStream[] = [];
  readonly subscribed = new Set<string>();
  /** Urls that were too many. */
  crowdedOut = 0;
  readonly #budget: Budget;
  readonly #lastFrom = new Map<string, { connection: number; time: number }>();

  constructor(address: string, budget: Budget) {
    this.address = address;
    this.#budget = budget;
  }

  addCall(url: string, method: 'GET' | 'SET', call: SeenCall | null): void {
    const command = this.#command(url, method);
    if (!command) return;
    if (call === null) command.unanswered += 1;
    else if (command.calls.length >= MOST_CALLS || !this.#takes(call.request, call.answer)) command.leftOut += 1;
    else command.calls.push(call);
  }

  /** `connection` tells those apart who heard it. */
  addValue(url: string, value: SeenValue, connection: number): void {
    const topic = this.#topic(url);
    if (!topic || this.#isTwin(url, value.time, connection)) return;
    if (topic.values.length >= MOST_VALUES || !this.#takes(value)) topic.leftOut += 1;
    else topic.values.push(value);
  }

  addDatagram(datagram: SeenDatagram): void {
    if (this.datagrams.length >= MOST_DATAGRAMS || !this.#takes(datagram)) this.crowdedOut += 1;
    else this.datagrams.push(datagram);
  }

  addSubscribed(url: string): void {
    if (this.subscribed.size < MOST_URLS) this.subscribed.add(url);
  }

  addStream(stream: SeenStream): void {
    if (this.streams.length < MOST_CALLS) this.streams.push(stream);
  }

  #command(url: string, method: 'GET' | 'SET'): SeenCommand | undefined {
    const key = `${method} ${url}`;
    let command = this.commands.get(key);
    if (command) return command;
    if (!this.#hasRoom(this.commands.size, url)) return undefined;
    command = { url, method, calls: [], leftOut: 0, unanswered: 0 };
    this.commands.set(key, command);
    return command;
  }

  #topic(url: string): SeenTopic | undefined {
    let topic = this.topics.get(url);
    if (topic) return topic;
    if (!this.#hasRoom(this.topics.size, url)) return undefined;
    topic = { url, values: [], leftOut: 0 };
    this.topics.set(url, topic);
    return topic;
  }

  /** A url that a file cannot name is left out as well. */
  #hasRoom(size: number, url: string): boolean {
    const fits = size < MOST_URLS && url.startsWith('/') && url.length <= 4_096;
    if (!fits) this.crowdedOut += 1;
    return fits;
  }

  #isTwin(url: string, time: number, connection: number): boolean {
    const last = this.#lastFrom.get(url);
    if (last && last.connection !== connection && time - last.time < TWINS) return true;
    this.#lastFrom.set(url, { connection, time });
    return false;
  }

  #takes(...payloads: SeenPayload[]): boolean {
    return this.#budget.take(payloads.reduce((sum, { param, data }) => sum + param.length + data.length + 200, 0));
  }
}
