import type { DragEvent } from 'react';
import type { PlotField } from '../../../../testbench/contract.ts';
import { pathText } from './field-rows.ts';

/** What a field of a topic is while it is dragged: JSON of a `PlotField`. */
export const FIELD_TYPE = 'application/x-vsoa-field';

export function dragField({ dataTransfer }: DragEvent, field: PlotField): void {
  dataTransfer.setData(FIELD_TYPE, JSON.stringify(field));
  dataTransfer.setData('text/plain', `${field.url} ${pathText(field.path)}`.trimEnd());
  dataTransfer.effectAllowed = 'copy';
}

export const carriesField = (data: DataTransfer | null): boolean => data?.types.includes(FIELD_TYPE) === true;

/**
 * Calls back when what was dragged no longer is; answers what ends that. A row that goes while it is dragged, as those of
 * a live value do, is told of the end and the document is not: but a pointer that moves drags nothing.
 */
export function onFieldDragEnd(end: () => void): () => void {
  const events = ['dragend', 'drop', 'pointermove'] as const;
  for (const event of events) document.addEventListener(event, end);
  return () => {
    for (const event of events) document.removeEventListener(event, end);
  };
}
