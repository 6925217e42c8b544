import * as v from 'valibot';
import { type BenchError, type CommandName, commands, type Handlers, type Result } from '../testbench/contract.ts';

export interface DoorOptions {
  /** Those of the bench that is open now. */
  handlers: () => Handlers;
  toError: (thrown: unknown) => BenchError;
  /** Told of every request that is refused at the door. */
  refused: (reason: string) => void;
  /** Told of every error that is a defect of ours, with all that is known of it. */
  broke: (defect: string) => void;
  /** Told how each command ended that came through. */
  answered?: (name: CommandName, outcome: string) => void;
}

/** A request as it comes from a process that is not trusted. */
export interface Knock {
  /** Whether it came from the main frame of our window, showing our page. */
  ours: boolean;
  name: unknown;
  payload: unknown;
}

/**
 * The only way from the page to the bench: a knock that is not ours, names no command of the contract or carries what
 * the command's schema does not allow is refused with BAD_REQUEST and told to `refused`. Never rejects.
 */
export function createDoor({ handlers, toError, refused, broke, answered = () => undefined }: DoorOptions) {
  const refuse = (reason: string): Result<never> => {
    refused(reason);
    return { ok: false, error: { code: 'BAD_REQUEST', message: reason } };
  };

  return async ({ ours, name, payload }: Knock): Promise<Result<unknown>> => {
    if (!ours) return refuse('the sender is not the page of this window');
    if (!isCommand(name)) return refuse(`there is no command ${quoted(name)}`);
    const request = v.safeParse<v.GenericSchema>(commands[name].request, payload);
    if (!request.success) return refuse(`${name}: ${explain(request.issues)}`);
    try {
      const value = await handlerOf(handlers(), name)(request.output);
      answered(name, 'ok');
      return { ok: true, value };
    } catch (thrown) {
      const error = toError(thrown);
      answered(name, error.code);
      if (error.code === 'INTERNAL') broke(`${name}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
      return { ok: false, error };
    }
  };
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}

/** The schema that has just passed is that of the handler, which the compiler cannot follow through a variable name. */
function handlerOf(handlers: Handlers, name: CommandName): (request: unknown) => unknown {
  return handlers[name] as (request: unknown) => unknown;
}

/** Without what was received: it may be a password in the wrong place, and this goes to the log. */
function explain(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .map((issue) =>
      [v.getDotPath(issue), `expected ${issue.expected ?? `what passes ${issue.type}`}`].filter(Boolean).join(': '),
    )
    .join('; ');
}

function quoted(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `of type ${typeof name}`;
}
