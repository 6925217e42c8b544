import * as v from 'valibot';

/**
 * A file that the user has chosen in a dialog or dropped on the window, or that a file of the workspace names. The bench
 * opens no other one, whatever path the window sends.
 */
export const chosenFile = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  /** Its last part, for the eye. */
  name: v.pipe(v.string(), v.maxLength(4_096)),
  /** When it was chosen. */
  bytes: v.pipe(v.number(), v.minValue(0)),
});

/** A file to be written, or a folder to write into, that the user has chosen. The bench writes to no other for the window. */
export const chosenPlace = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  /** Its last part, for the eye. */
  name: v.pipe(v.string(), v.maxLength(4_096)),
});

export type ChosenPlace = v.InferOutput<typeof chosenPlace>;
export type ChosenFile = v.InferOutput<typeof chosenFile>;
