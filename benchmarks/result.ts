import type { Rates } from './meter.ts';

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
  /** Part of what was sent that did not arrive, where that can happen: to be reached with no more than the reference. */
  loss?: number;
  referenceLoss?: number;
}

const ROUNDS = 7;

type Measure = () => Promise<Rates>;

/** In turns, so that whatever else the machine does hits both; the round in the middle is what counts. */
export async function compare(
  what: { work: string; unit: string; referenceName: string; target: number },
  measureOurs: Measure,
  measureReference: Measure,
): Promise<Result> {
  const rounds: { ours: Rates; reference: Rates; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await measureOurs();
    const reference = await measureReference();
    rounds.push({ ours, reference, ratio: ours.rate / reference.rate });
  }
  rounds.sort((one, other) => one.ratio - other.ratio);
  const { ours, reference, ratio } = rounds[Math.floor(ROUNDS / 2)]!;
  const result = { ...what, ours: ours.rate, reference: reference.rate, ratio, reached: ratio >= what.target };
  if (ours.loss === undefined || reference.loss === undefined) return result;
  const losses = { loss: ours.loss, referenceLoss: reference.loss };
  return { ...result, ...losses, reached: result.reached && losses.loss <= losses.referenceLoss };
}
