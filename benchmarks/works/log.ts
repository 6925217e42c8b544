import { measure } from '../process.ts';
import { compare, type Result } from '../result.ts';

/** The log has 512 MiB to fill before: what that has taught the compiler about the code is another than what follows. */
const TIMES = { warmUpMs: 2_500, measureMs: 2_500 };
const CALLS = { inFlight: 256, ...TIMES };
const MESSAGES = { subscribers: 1, quick: false, ...TIMES };

/** What the traffic log takes from a client that has it. */
export async function* log(): AsyncGenerator<Result> {
  yield await compare(
    { work: 'RPC echo with the traffic log', unit: 'calls/s', referenceName: 'without', target: 0.75 },
    () => measure('ours', 'call', { ...CALLS, logged: true }),
    () => measure('ours', 'call', CALLS),
  );
  yield await compare(
    {
      work: 'publish to one subscriber with the traffic log',
      unit: 'messages/s',
      referenceName: 'without',
      target: 0.75,
    },
    () => measure('ours', 'listen', { ...MESSAGES, logged: true }),
    () => measure('ours', 'listen', MESSAGES),
  );
}
