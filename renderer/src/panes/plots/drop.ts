import { type DragEvent, useEffect, useState } from 'react';
import type { PlotField } from '../../../../testbench/contract.ts';
import { carriesField, FIELD_TYPE, onFieldDragEnd } from '../../payload/fields/drag.ts';
import { addField } from './act.ts';

/** Whether somebody drags a field, anywhere in the window. */
export function useFieldDragged(): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const start = (event: globalThis.DragEvent) => setDragged(carriesField(event.dataTransfer));
    const unfollow = onFieldDragEnd(() => setDragged(false));
    // The pane may come into view only while somebody drags.
    const events = ['dragstart', 'dragenter'] as const;
    for (const event of events) document.addEventListener(event, start);
    return () => {
      unfollow();
      for (const event of events) document.removeEventListener(event, start);
    };
  }, []);
  return dragged;
}

/** Takes fields that are dropped: into a plot, or into a new one where none is named. */
export function useFieldDrop(plotId: string | undefined) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!carriesField(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      // From one part of it to another is no leaving.
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (!carriesField(event.dataTransfer)) return;
      event.preventDefault();
      event.stopPropagation();
      const field = fieldOf(event.dataTransfer.getData(FIELD_TYPE));
      if (field) void addField(field, plotId);
    },
  };
  return { over, handlers };
}

/** Whatever was dropped says of itself that it is a field; the bench looks at it again. */
function fieldOf(text: string): PlotField | null {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null) return null;
    const { deviceId, url, path } = found as Record<string, unknown>;
    if (typeof deviceId !== 'string' || typeof url !== 'string' || !Array.isArray(path)) return null;
    if (!path.every((key) => typeof key === 'string' || Number.isInteger(key))) return null;
    return { deviceId, url, path: path as (string | number)[] };
  } catch {
    return null;
  }
}
