import type { Direction } from '../bulk.ts';
import { measure, start } from '../process.ts';
import { compare, type Result } from '../result.ts';

const BYTES = 4 * 1_073_741_824;
/** Of memory that a transfer may take, bytes. */
const ALLOWED = 64 * 1_048_576;
const directions: Direction[] = ['download', 'upload'];

/** Files that the bench moves over streams, beside the stream of core alone. */
export async function* transfer(): AsyncGenerator<Result> {
  for (const direction of directions) {
    const options = { bytes: BYTES, direction };
    let growth = 0;
    const measureTransfer = async () => {
      const server = await start('stream-ours-server', options);
      try {
        const client = await start('transfer-run', { port: server.said('port'), ...options });
        await client.stop();
        growth = Math.max(growth, client.said('growth'));
        return { rate: client.said('rate') };
      } finally {
        await server.stop();
      }
    };
    const work = `transfer, ${direction} of 4 GiB with its SHA-256`;
    yield await compare({ work, unit: 'bytes/s', referenceName: "core's stream", target: 0.8 }, measureTransfer, () =>
      measure('stream-ours', 'run', options),
    );
    yield {
      work: `${work}: growth of memory`,
      unit: 'bytes',
      ours: growth,
      reference: ALLOWED,
      referenceName: 'allowed',
      ratio: growth / ALLOWED,
      target: 1,
      reached: growth <= ALLOWED,
    };
  }
}
