import { applyFilter, filterText } from '../../../traffic/filter.ts';

/** Failed, unanswered and odd packets, in one click. */
export const PROBLEMS = 'failed || unanswered || odd';

/** Narrows the list to them, or takes that back. */
export const toggleProblems = (): void => void applyFilter(filterText() === PROBLEMS ? '' : PROBLEMS);
