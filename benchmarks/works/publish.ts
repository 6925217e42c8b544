import { measure } from '../process.ts';
import { compare, type Result } from '../result.ts';

const TIMES = { warmUpMs: 500, measureMs: 1_000 };

export async function* publish(): AsyncGenerator<Result> {
  yield await compare(
    { work: 'publish of a 120-byte param to one subscriber', unit: 'messages/s', referenceName: 'npm vsoa', target: 6 },
    () => measure('ours', 'listen', TIMES),
    () => measure('npm', 'listen', TIMES),
  );
}
