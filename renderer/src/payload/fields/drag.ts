import type { DragEvent } from 'react';
import type { PlotField } from '../../../../testbench/contract.ts';
import { pathText } from './field-rows.ts';

/** What a field of a topic is while it is dragged: JSON of a `PlotField`. */
const FIELD_TYPE = 'application/x-vsoa-field';

export function dragField({ dataTransfer }: DragEvent, field: PlotField): void {
  dataTransfer.setData(FIELD_TYPE, JSON.stringify(field));
  dataTransfer.setData('text/plain', `${field.url} ${pathText(field.path)}`.trimEnd());
  dataTransfer.effectAllowed = 'copy';
}
