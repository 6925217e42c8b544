import { type Clock, systemClock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Tap } from '../tap.ts';
import { checkTimeout } from '../timeout.ts';
import { ask } from './ask.ts';
import { positionServers, type SystemSources, systemSources } from './sources.ts';
import { type DomainCode, isName, type PositionAnswer } from './wire.ts';

/** Which position servers are asked, and how patiently. */
export interface PositionOptions {
  /**
   * Position servers, asked one after another: a list, or `host:port,host:port`; brackets around an IPv6 address, port
   * 54 where it is missing. An empty list: none. By default those of the environment variable `VSOA_POS_SERVER`, and
   * where they do not know the name those of `/etc/vsoa.pos` (Windows: `C:\Windows\System32\drivers\etc\vsoa.pos`), a
   * `host port` a line.
   */
  servers?: string | readonly string[] | undefined;
  /** ms to wait for the answer to each try, by default 2,000. */
  timeout?: number | undefined;
  /** How often each server is asked, by default 2. A server that is not running is left at once. */
  tries?: number | undefined;
}

export interface LookupOptions extends PositionOptions {
  /** Only an address of this family; by default any. */
  domain?: DomainCode | undefined;
  /** Its abort ends the lookup with `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** Is told of every question and answer (`Tap.other`). */
  tap?: Tap | undefined;
  /** Name of the connection in the tap, by default ''. */
  label?: string | undefined;
  clock?: Clock | undefined;
}

const TIMEOUT = 2_000;
const TRIES = 2;

/**
 * Asks the position servers where the server of this name is, over UDP. Undefined: they do not know it, or there are
 * none. An answer is taken only from the server that was asked. Rejects with `INVALID_ARGUMENT` for a name that is
 * empty or longer than 1,024 characters, a server that is no `host:port` and a time that is none, `ABORTED`, and where
 * none of the servers gave an answer `SERVER_NO_RESPONDING`, `UNREACHABLE` or `INVALID_RESPONDING`, as the last of them.
 */
export function lookup(name: string, options: LookupOptions = {}): Promise<PositionAnswer | undefined> {
  return lookupIn(systemSources, name, options);
}

/** `lookup` with other system settings. */
export async function lookupIn(
  sources: SystemSources,
  name: string,
  options: LookupOptions,
): Promise<PositionAnswer | undefined> {
  if (!isName(name)) {
    throw new VsoaError('INVALID_ARGUMENT', 'a name has between 1 and 1,024 characters');
  }
  const { domain, servers, timeout = TIMEOUT, tries = TRIES, tap, label = '', clock = systemClock } = options;
  const { signal = new AbortController().signal } = options;
  checkTimeout(timeout);
  if (!Number.isInteger(tries) || tries < 1) {
    throw new VsoaError('INVALID_ARGUMENT', `tries is a whole number, 1 or more, not ${String(tries)}`);
  }
  const failures: VsoaError[] = [];
  let answered = false;
  try {
    for await (const server of positionServers(servers, sources, signal)) {
      try {
        const answer = await ask(server, { name, domain }, { timeout, tries, signal, tap, label, clock });
        if (answer !== undefined) return answer;
        answered = true;
      } catch (error) {
        if (signal.aborted || !(error instanceof VsoaError)) throw error;
        failures.push(error);
      }
    }
  } catch (error) {
    if (signal.aborted) throw new VsoaError('ABORTED', 'aborted', signal.reason);
    throw error;
  }
  const failure = failures.at(-1);
  if (answered || failure === undefined) return undefined;
  throw new VsoaError(failure.code, failures.map(({ message }) => message).join('; '), failure.cause);
}
