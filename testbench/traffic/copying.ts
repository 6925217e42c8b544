/** Up to here a loop over words takes less time than to make a view of the bytes. */
const FEW_BYTES = 384;
const NONE = new DataView(new ArrayBuffer(0));

/** Copies packets without an object for each. Those that are sent come from the same memory again and again. */
export class Copying {
  #source: Uint8Array | undefined;
  #target: Uint8Array | undefined;
  #sourceWords: DataView = NONE;
  #targetWords: DataView = NONE;

  /** Puts what is in `source` from `start` up to `end` to `place` in the target. */
  copy(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
    if (end - start > FEW_BYTES) target.set(source.subarray(start, end), place);
    else this.#copyWords(source, start, end, target, place);
  }

  #copyWords(source: Uint8Array, start: number, end: number, target: Uint8Array, place: number): void {
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
