import type { CallRecord } from '../../contract.ts';
import { asBuffer, toPayload } from '../../payload.ts';

const DOTS = '••••••';

/**
 * A record for the disk: secrets that the device has sent back are dots in the param of its answer, and data with one in
 * it is not kept.
 */
export function withoutSecretsIn(record: CallRecord, secrets: readonly string[]): CallRecord {
  const { answer, cut } = record;
  if (answer === null || secrets.length === 0) return record;
  const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const holds = (bytes: Uint8Array) => forms.some((form) => asBuffer(bytes).includes(form));
  const keepsData = !holds(answer.data);
  const keepsParam = answer.text !== null || !holds(answer.param);
  const param = answer.text === null ? answer.param : new Uint8Array(Buffer.from(masked(answer.text, forms)));
  const nothing = new Uint8Array();
  return {
    ...record,
    answer: { ...answer, ...toPayload(keepsParam ? param : nothing, keepsData ? answer.data : nothing) },
    cut: {
      param: keepsParam ? cut.param : answer.param.length,
      data: keepsData ? cut.data : answer.data.length,
    },
  };
}

function masked(text: string, forms: readonly string[]): string {
  let found = text;
  for (const form of forms) found = found.replaceAll(form, DOTS);
  return found;
}
