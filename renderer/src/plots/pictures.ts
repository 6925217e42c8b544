import type { Picture } from './picture.ts';

/** The pictures in view, by the ids of their plots: what is saved as an image is what is seen. */
export const pictures = new Map<string, Picture>();
