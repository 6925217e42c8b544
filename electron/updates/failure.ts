import type { UpdateProblem } from '../../testbench/contract.ts';

export class UpdateFailure extends Error {
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
