import type { Note } from '../note.ts';

/** One frame of a file, valid during the call it is handed over in. */
export interface Frame {
  /** LINKTYPE_ number, as tcpdump.org lists them. */
  linkType: number;
  /** Epoch ms with fractions. */
  time: number;
  /** What was captured of it. */
  bytes: Buffer;
  /** Its place in the file. */
  offset: number;
  /** What we wrote of it, where the file is ours. */
  note: Note | undefined;
}

export interface FrameParser {
  /**
   * Hands out the frames that are whole in `bytes`, which lie `position` bytes from the start of the file, and answers
   * how many bytes it used: beyond the end where the rest of a block does not matter. Where it used none it needs more.
   * `last`: there are no more.
   */
  parse(bytes: Buffer, position: number, last: boolean): number;
}

/** A frame on a wire is far shorter; what says it is longer is damaged. */
export const MAX_FRAME = 4_194_304;
