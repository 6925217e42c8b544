/** As much as is read of a socket at a time. */
const MOST_AHEAD = 65_536;
/** Up to here a loop over words takes less time than to make a view of the bytes. */
const FEW_BYTES = 384;
const NONE = new DataView(new ArrayBuffer(0));

/**
 * Copies packets one behind the other, without an object for each. Those that were received together lie one behind the
 * other also in what was read: what is behind a packet is copied with it, as far as that was of use the time before.
 * Nearly always that is all that was read, with one call.
 */
export class Copying {
  #source: Uint8Array | undefined;
  #target: Uint8Array | undefined;
  /** What was copied ahead with one call, and up to where it was asked for. */
  #from = 0;
  #to = 0;
  #asked = 0;
  /** Where in the target that is which is asked for next. */
  #place = 0;
  readonly #words = new WordCopying();

  /** Puts what is in `source` from `start` up to `end` to `place` in the target, and maybe more behind it. */
  ahead(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
    const goesOn = source === this.#source && start === this.#asked && target === this.#target && place === this.#place;
    if (!goesOn || end > this.#to) this.#fetch(source, start, end, target, place, goesOn);
    this.#asked = end;
    this.#place = place + end - start;
  }

  /** As `ahead`, but nothing behind it. */
  alone(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
    if (end - start > FEW_BYTES) copy(source, start, end, target, place);
    else this.#words.copy(source, start, end, target, place);
  }

  #fetch(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number, goesOn: boolean): void {
    const isUseful = goesOn || this.#asked === this.#to;
    const wanted = isUseful ? Math.min(MOST_AHEAD, 2 * (this.#to - this.#from)) : this.#asked - this.#from;
    const most = Math.min(source.length - start, target.length - place);
    const to = Math.max(end, start + Math.min(wanted, most));
    copy(source, start, to, target, place);
    this.#source = source;
    this.#target = target;
    this.#from = start;
    this.#to = to;
  }
}

/** What is sent comes from the same memory again and again. */
class WordCopying {
  #source: Uint8Array | undefined;
  #target: Uint8Array | undefined;
  #sourceWords: DataView = NONE;
  #targetWords: DataView = NONE;

  copy(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
    if (source !== this.#source) {
      this.#source = source;
      this.#sourceWords = wordsOf(source);
    }
    if (target !== this.#target) {
      this.#target = target;
      this.#targetWords = wordsOf(target);
    }
    const sourceWords = this.#sourceWords;
    const targetWords = this.#targetWords;
    let from = start;
    let to = place;
    for (; from + 4 <= end; from += 4, to += 4) targetWords.setInt32(to, sourceWords.getInt32(from));
    for (; from < end; from++, to++) target[to] = source[from] as number;
  }
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function copy(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
  target.set(new Uint8Array(source.buffer, source.byteOffset + start, end - start), place);
}
