import { type RefObject, useEffect, useRef } from 'react';
import type { ChosenFile } from '../../../testbench/contract.ts';
import type { Key } from '../locales/en.ts';

/** What becomes of files that are dropped on a part of the window. */
export interface FileDrop {
  /** Said on the veil while they hang over it: what will happen. */
  says: Key;
  /** By its name; what is not accepted goes to the window, which opens captures, devices and workspaces. By default all. */
  accept?: (name: string) => boolean;
  /** The file is one that the bench opens. */
  onFile: (file: ChosenFile) => void;
}

const places = new Map<Element, RefObject<FileDrop>>();

/**
 * Takes files that the user drops on the element. There must be another way to do the same by the keyboard. An element
 * within another one with a drop of its own comes first.
 */
export function useFileDrop(element: RefObject<HTMLElement | null>, drop: FileDrop): void {
  const latest = useRef(drop);
  useEffect(() => {
    latest.current = drop;
  });
  useEffect(() => {
    const place = element.current;
    if (!place) return undefined;
    places.set(place, latest);
    return () => void places.delete(place);
  }, [element]);
}

/** The innermost place for files around an element; null: the window as a whole. */
export function dropPlaceAt(target: EventTarget | null): { element: Element; drop: FileDrop } | null {
  for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
    const drop = places.get(at)?.current;
    if (drop) return { element: at, drop };
  }
  return null;
}
