import { VsoaError } from '../errors.ts';
import { completed, Domain, isName, keyOf, type PositionAnswer, type PositionEntry } from './wire.ts';

export interface NamedPosition extends PositionEntry {
  /** Is the same in upper and lower case. */
  name: string;
}

/** For each name at most one IPv4 and one IPv6 address. */
export class PositionTable {
  readonly #positions = new Map<string, PositionAnswer & { name: string }>();

  /** Replaces what the name had of the same family. Throws `INVALID_ARGUMENT`. */
  set(name: string, entry: PositionEntry): void {
    const position = completed(entry);
    if (!isName(name)) throw new VsoaError('INVALID_ARGUMENT', 'a name has between 1 and 1,024 characters');
    if (position === undefined) {
      throw new VsoaError('INVALID_ARGUMENT', `${name} needs an IP address and a port between 1 and 65,535`);
    }
    this.#positions.set(slotOf(name, position.domain), { name, ...position });
  }

  /** Of the family `domain`, or IPv4 before IPv6 where any will do. */
  find(name: string, domain: number | undefined): PositionAnswer | undefined {
    for (const family of Object.values(Domain)) {
      const position =
        domain === undefined || domain === family ? this.#positions.get(slotOf(name, family)) : undefined;
      if (position !== undefined) return position;
    }
    return undefined;
  }

  /** Of one family, or of both. False: there was none. */
  delete(name: string, domain: number | undefined): boolean {
    const families = Object.values(Domain).filter((family) => family === (domain ?? family));
    return families.filter((family) => this.#positions.delete(slotOf(name, family))).length > 0;
  }

  clear(): void {
    this.#positions.clear();
  }

  list(): (PositionAnswer & { name: string })[] {
    return structuredClone([...this.#positions.values()]);
  }
}

function slotOf(name: string, domain: number): string {
  return `${domain} ${keyOf(name)}`;
}
