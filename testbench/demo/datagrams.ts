import type { Message, RemoteClient } from '@vsoa-testbench/core';

const HEARTBEAT = '/vehicle/heartbeat';
export const HEARTBEAT_MS = 1_000;
/** Bytes of what is sent back, so that an answer fits on either channel. */
const MOST_ECHOED = 4_096;

/** Goes to a client that has subscribed it, or everything; over UDP where there is a quick channel. */
export function sendHeartbeat(client: RemoteClient, beat: number, uptimeMs: number): void {
  if (!client.isSubscribed(HEARTBEAT)) return;
  const param = { beat, uptimeMs };
  if (!client.datagram(HEARTBEAT, { param, quick: true })) client.datagram(HEARTBEAT, { param });
}

/** `/diag/ping` is answered on `/diag/pong`, on the channel it came on, with what was in it. */
export function answerDatagram(client: RemoteClient, message: Message, uptimeMs: number): void {
  if (message.url !== '/diag/ping') return;
  const { data, quick } = message;
  client.datagram('/diag/pong', {
    param: { uptimeMs, ...echoOf(message) },
    data: data.subarray(0, MOST_ECHOED),
    quick,
  });
}

function echoOf({ param, paramBytes }: Message) {
  const isJson = param !== undefined && !Buffer.isBuffer(param);
  return isJson && paramBytes.length <= MOST_ECHOED ? { echo: param } : {};
}
