import type { CallSummary } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { statusText } from '../../../traffic/describe.ts';

/** What went wrong with a call, in a few words; null where nothing did, or it still runs. */
export function whyFailed({ status, error }: Pick<CallSummary, 'status' | 'error'>, t: Translate): string | null {
  if (error !== null) return t(`error.${error}.title`);
  return status === null || status === 0 ? null : statusText(status, t);
}
