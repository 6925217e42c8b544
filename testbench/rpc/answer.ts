import type { Reply } from '@vsoa-testbench/core';
import type { Answer } from '../contract.ts';
import { toPayload } from '../payload.ts';

/** Copies: what core hands out are views of larger buffers, which would travel with them to the window. */
export function toAnswer({ paramBytes, data, status, statusName, tunnelId, rtt }: Reply): Answer {
  return { ...toPayload(new Uint8Array(paramBytes), new Uint8Array(data)), status, statusName, tunnelId, rttMs: rtt };
}
