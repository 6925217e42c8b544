import type { JsonShape } from '../../contract.ts';
import type { Entry } from '../history/entry.ts';
import { ShapeMaker } from './shape.ts';

/** As many calls are looked at. */
const MOST = 50;

/** What was in params that this url took, and in its answers; null where nothing is known. `history`: newest first. */
export function paramShape(url: string, history: readonly Entry[]): JsonShape | null {
  const maker = new ShapeMaker();
  const taken = history.filter(({ draft, sent, answer }) => answer?.status === 0 && (sent?.url ?? draft.url) === url);
  const newest = taken.slice(0, MOST);
  for (const { draft, sent } of newest) maker.add((sent?.payload ?? draft.payload).param);
  for (const { answer } of newest) if (answer?.param.kind === 'text') maker.add(answer.param.text);
  return maker.shape;
}
