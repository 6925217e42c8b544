import { measure } from '../process.ts';
import { compare, type Result } from '../result.ts';

const TIMES = { warmUpMs: 500, measureMs: 1_000 };
const ONE = { subscribers: 1, quick: false, ...TIMES };
const HUNDRED = { ...ONE, subscribers: 100 };
const QUICK = { ...ONE, quick: true };
const TO_NPM = { unit: 'messages/s', referenceName: 'npm vsoa' };

/** What arrives at the subscribers, which all read the param. */
export async function* publish(): AsyncGenerator<Result> {
  yield await compare(
    { work: 'publish of a 120-byte param to one subscriber', ...TO_NPM, target: 6 },
    () => measure('ours', 'listen', ONE),
    () => measure('npm', 'listen', ONE),
  );
  yield await compare(
    { work: 'publish of a 120-byte param to 100 subscribers', ...TO_NPM, target: 6 },
    () => measure('ours', 'listen', HUNDRED),
    () => measure('npm', 'listen', HUNDRED),
  );
  yield await compare(
    { work: 'quick publish of a 130-byte param', ...TO_NPM, target: 1.5 },
    () => measure('ours', 'listen', QUICK),
    () => measure('npm', 'listen', QUICK),
  );
}
