/** Bytes. Large enough that the way to the hashing thread and to the disk costs little beside the work there. */
export const BLOCK = 1_048_576;

/** Of one direction. More than two, so that nobody stands still where the system lets a thread wait. */
export const BLOCKS = 8;

/** Memory that the hashing thread sees as well, so that no byte is copied for it. */
export const sharedBlock = (): Buffer => Buffer.from(new SharedArrayBuffer(BLOCK));
