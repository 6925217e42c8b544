import { createContext, Script } from 'node:vm';
import { jsonataSource } from './jsonata-source.ts';
import { sandboxSource } from './sandbox-source.ts';

/** Why something is no expression, or could not be computed. */
export interface SandboxProblem {
  message: string;
  /** Characters from the start of the expression. */
  position?: number;
}

interface Sandbox {
  compile(text: string): number | string;
  forget(id: number): void;
  evaluate(id: number, state: string, request: string, ms: number, count: number, seed: number): string;
}

let made: Sandbox | undefined;

/**
 * JSONata in a realm of its own, made when it is first needed: there are no modules, no process, no timers, and no code
 * can be made of text. What the bench has is not in there either, as only numbers and strings are handed in and out.
 */
export function sandbox(): Sandbox {
  made ??= new Script(sandboxSource(jsonataSource), { filename: 'expressions' }).runInContext(
    createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } }),
  ) as Sandbox;
  return made;
}
