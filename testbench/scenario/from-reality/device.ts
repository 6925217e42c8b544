import { parseServerUrl } from '@vsoa-testbench/core';
import type { CallRecord, TopicValue } from '../../contract.ts';
import { asBuffer } from '../../payload.ts';
import { jsonIn } from './literal.ts';
import type { MadeScenario } from './made.ts';
import { makeScenario } from './make.ts';
import { Budget, SeenEcu } from './observed.ts';

/** What the bench knows of a device: what it heard while it was connected, and the history of calls. */
export interface KnownDevice {
  name: string;
  /** `vsoa://host:port` */
  url: string;
  /** What the server said of itself, JSON text; null where it is not known. */
  serverInfo: string | null;
  hasPassword: boolean;
  /** By url, the oldest first; only whole ones. */
  topics: Iterable<[url: string, values: Iterable<TopicValue>]>;
  /** In any order; those of other devices are left out by who asks. */
  calls: Iterable<CallRecord>;
}

/** A scenario that answers and publishes as these devices did. Throws `INVALID_ARGUMENT` where nothing is known of them. */
export function scenarioFromDevice(
  devices: readonly KnownDevice[],
  name = devices[0]?.name ?? 'From devices',
): MadeScenario {
  const budget = new Budget();
  const seen = devices.map((device) => seenOf(device, budget));
  const from = `what is known of ${devices.map((device) => device.name).join(', ')}: topics that were heard, and calls of the history`;
  return makeScenario(seen, { name, from });
}

function seenOf({ name, url, serverInfo, hasPassword, topics, calls }: KnownDevice, budget: Budget): SeenEcu {
  const { host, port } = parseServerUrl(url);
  const seen = new SeenEcu(`${host}:${port}`, budget);
  seen.name = name;
  seen.usesPassword = hasPassword;
  if (serverInfo !== null) seen.info = jsonIn(Buffer.from(serverInfo));
  for (const [topic, values] of topics) {
    for (const { time, quick, param, data } of values) {
      seen.addValue(topic, { time, quick, param: asBuffer(param), data: asBuffer(data) }, 0);
    }
  }
  for (const record of [...calls].toSorted((one, other) => one.time - other.time)) addCall(seen, record);
  return seen;
}

/** A text with spaces says the same as what was sent. Data that came from a file is not in the history, and decides nothing. */
function addCall(seen: SeenEcu, { time, draft, sent, answer, error, cut }: CallRecord): void {
  const { method } = draft;
  if (answer === null) {
    if (error?.code === 'TIMEOUT') seen.addCall(sent.url, method, null);
    return;
  }
  // Only the start of it is there.
  if (cut.param > 0 || cut.data > 0) return;
  const { status, tunnelId, rttMs, param, data } = answer;
  const request = { param: Buffer.from(sent.payload.param), data: Buffer.alloc(0) };
  const answered = { status, tunnelId, rttMs, param: asBuffer(param), data: asBuffer(data) };
  seen.addCall(sent.url, method, { time, request, answer: answered });
}
