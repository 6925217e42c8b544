import type { RequestDraft } from '../../contract.ts';

export const draftOf = (change: Partial<RequestDraft> & { param?: string } = {}): RequestDraft => {
  const { param = '', ...rest } = change;
  return {
    url: '/echo',
    method: 'GET',
    payload: { param, data: { kind: 'text', text: '' } },
    timeoutMs: 10_000,
    repeat: { count: 1, perSecond: null },
    ...rest,
  };
};

let calls = 0;

/** A request of the command `call`, with an id of its own. */
export function callOf(id: string, url: string, change: Partial<RequestDraft> & { param?: string } = {}) {
  return { id, callId: `call-${calls++}`, draft: draftOf({ url, ...change }) };
}
