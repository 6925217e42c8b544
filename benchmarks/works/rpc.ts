import { measure } from '../process.ts';
import { compare, type Result } from '../result.ts';

const TIMES = { warmUpMs: 500, measureMs: 1_000 };

export async function* rpc(): AsyncGenerator<Result> {
  yield await compare(
    { work: 'RPC echo of a 60-byte param, 256 in flight', unit: 'calls/s', referenceName: 'npm vsoa', target: 4 },
    () => measure('ours', 'call', { inFlight: 256, ...TIMES }),
    () => measure('npm', 'call', { inFlight: 256, ...TIMES }),
  );
  yield await compare(
    { work: 'RPC echo, one in flight', unit: 'calls/s', referenceName: 'raw TCP ping-pong', target: 0.8 },
    () => measure('ours', 'call', { inFlight: 1, ...TIMES }),
    () => measure('raw', 'call', { inFlight: 1, ...TIMES }),
  );
}
