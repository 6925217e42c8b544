import { existsSync } from 'node:fs';
import os from 'node:os';
import type { Direction } from '../bulk.ts';
import { start } from '../process.ts';
import { compare, type Result } from '../result.ts';

const GIB = 1_073_741_824;
const BYTES = 4 * GIB;
/** Of memory that a transfer may take, bytes. */
const ALLOWED = 64 * 1_048_576;
/** In memory where the system has that, so that it is not the disk that is measured. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
const CORES = os.availableParallelism();
const directions: Direction[] = ['download', 'upload'];

/** What a client has said: rates in bytes a second, times in seconds. */
interface Round {
  ours: Record<(typeof SAID)[number], number>;
  core: Record<(typeof SAID_OF_CORE)[number], number>;
}

const SAID_OF_CORE = ['rate', 'cpu'] as const;
const SAID = [...SAID_OF_CORE, 'growth', 'fileSeconds', 'fileCpu', 'hashSeconds', 'hashCpu'] as const;

/**
 * Files that the bench moves over streams, beside the stream of core alone; and beside what the stream, the SHA-256 and the
 * file take alone. The stream alone needs neither of these, and where it keeps all cores busy a transfer cannot be as fast.
 */
export async function* transfer(): AsyncGenerator<Result> {
  for (const direction of directions) {
    const work = `transfer, ${direction} of 4 GiB with its SHA-256`;
    const options = { bytes: BYTES, direction, folder: FOLDER };
    const ours: Round['ours'][] = [];
    const core: Round['core'][] = [];
    yield await compare(
      { work, unit: 'bytes/s', referenceName: "core's stream", target: 0.8 },
      () => run('transfer', options, SAID, ours),
      () => run('stream-ours', options, SAID_OF_CORE, core),
    );
    const rounds = ours.map((each, round): Round => ({ ours: each, core: core[round]! }));
    yield besideTheBest(work, rounds);
    yield processorTime(work, rounds);
    yield memory(work, rounds);
  }
}

/** Adds what the client says to `heard`, too. */
async function run<Key extends string>(
  client: string,
  options: object,
  keys: readonly Key[],
  heard: Record<Key, number>[],
): Promise<Record<Key, number>> {
  const server = await start('stream-ours-server', options);
  try {
    const peer = await start(`${client}-run`, { port: server.said('port'), ...options });
    await peer.stop();
    const said = Object.fromEntries(keys.map((key) => [key, peer.said(key)])) as Record<Key, number>;
    heard.push(said);
    return said;
  } finally {
    await server.stop();
  }
}

/** Were nothing lost: as fast as the slowest part, and as all parts together leave cores for. */
function besideTheBest(work: string, rounds: Round[]): Result {
  const name = `at best, ${CORES} cores`;
  const { ours, reference } = inTheMiddle(
    rounds.map((round) => {
      const { hashSeconds, fileSeconds } = round.ours;
      const slowest = Math.max(BYTES / round.core.rate, hashSeconds, fileSeconds);
      return { ours: round.ours.rate, reference: BYTES / Math.max(slowest, cpuOfParts(round) / CORES) };
    }),
  );
  const ratio = ours / reference;
  return { work, unit: 'bytes/s', ours, reference, referenceName: name, ratio, target: 0.8, reached: ratio >= 0.8 };
}

function processorTime(work: string, rounds: Round[]): Result {
  const { ours, reference } = inTheMiddle(
    rounds.map((round) => ({ ours: perGib(round.ours.cpu), reference: perGib(cpuOfParts(round)) })),
  );
  return {
    work: `${work}: processor time of both ends per GiB, at most`,
    unit: 'ms',
    ours,
    reference,
    referenceName: `core's stream + SHA-256 + file in ${FOLDER}`,
    ratio: ours / reference,
    target: 1.25,
    reached: ours / reference <= 1.25,
  };
}

function memory(work: string, rounds: Round[]): Result {
  const growth = Math.max(...rounds.map(({ ours }) => ours.growth));
  return {
    work: `${work}: growth of memory, at most`,
    unit: 'bytes',
    ours: growth,
    reference: ALLOWED,
    referenceName: 'allowed',
    ratio: growth / ALLOWED,
    target: 1,
    reached: growth <= ALLOWED,
  };
}

const perGib = (seconds: number) => (seconds * 1_000 * GIB) / BYTES;
const cpuOfParts = ({ ours, core }: Round) => core.cpu + ours.hashCpu + ours.fileCpu;

function inTheMiddle(rounds: { ours: number; reference: number }[]): { ours: number; reference: number } {
  const sorted = rounds.toSorted((one, other) => one.ours / one.reference - other.ours / other.reference);
  return sorted[Math.floor(sorted.length / 2)]!;
}
