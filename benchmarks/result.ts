/** One line of the table, and one entry of `out/results.json`. */
export interface Result {
  work: string;
  unit: string;
  ours: number;
  reference: number;
  referenceName: string;
  /** ours / reference */
  ratio: number;
  /** Ratio to reach. */
  target: number;
  reached: boolean;
}

const ROUNDS = 7;

export async function compare(
  what: { work: string; unit: string; referenceName: string; target: number },
  measureOurs: () => Promise<number>,
  measureReference: () => Promise<number>,
): Promise<Result> {
  const rounds: { ours: number; reference: number; ratio: number }[] = [];
  // In turns, so that whatever else the machine does hits both; the round in the middle is what counts.
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await measureOurs();
    const reference = await measureReference();
    rounds.push({ ours, reference, ratio: ours / reference });
  }
  rounds.sort((one, other) => one.ratio - other.ratio);
  const middle = rounds[Math.floor(ROUNDS / 2)]!;
  return { ...what, ...middle, reached: middle.ratio >= what.target };
}
