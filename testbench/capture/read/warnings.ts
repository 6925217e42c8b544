import type { CaptureWarning } from '../../contract.ts';

const MOST = 100;

/** What there is to say about a file. The same thing is said once, with how often it happened and where first. */
export class Warnings {
  readonly #byKey = new Map<string, CaptureWarning>();
  #changed = false;

  /** `about` tells two of one code apart; `message` is the newest. Beyond 100 only those known already are counted. */
  add(code: CaptureWarning['code'], message: string, { about = message, offset, count = 1 }: Details = {}): void {
    const key = `${code} ${about}`;
    const known = this.#byKey.get(key);
    if (known) {
      known.count += count;
      known.message = message;
    } else if (this.#byKey.size < MOST) {
      this.#byKey.set(key, { code, message, count, ...(offset !== undefined && { offset }) });
    } else return;
    this.#changed = true;
  }

  /** All of them, where any changed since the last time. */
  takeChanged(): CaptureWarning[] | undefined {
    if (!this.#changed) return undefined;
    this.#changed = false;
    return structuredClone([...this.#byKey.values()]);
  }
}

interface Details {
  about?: string;
  offset?: number;
  count?: number;
}
