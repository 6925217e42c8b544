import type { Direction } from '../bulk.ts';
import { measure } from '../process.ts';
import { compare, type Result } from '../result.ts';

const GIB = 1_073_741_824;
const directions: Direction[] = ['download', 'upload'];

export async function* stream(): AsyncGenerator<Result> {
  for (const direction of directions) {
    const options = { bytes: GIB, direction };
    yield await compare(
      { work: `stream, ${direction} of 1 GiB`, unit: 'bytes/s', referenceName: 'bare net.Socket pipe', target: 0.95 },
      () => measure('stream-ours', 'run', options),
      () => measure('stream-raw', 'run', options),
    );
  }
}
