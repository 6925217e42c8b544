import type { FieldPath } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import type { Translate } from '../../i18n.ts';
import type { ActionGroup } from '../../ui/menu.tsx';
import { type FieldRow, pathOf, pathText, valueAt } from './field-rows.ts';

/** What can be done with a field; `plot` is null where it can be put into no plot. */
export function fieldMenu(row: FieldRow, whole: unknown, plot: (() => void) | null, t: Translate): ActionGroup[] {
  const path = pathOf(row);
  return [
    ...(plot ? [{ id: 'plot', actions: [{ id: 'plot', label: t('fields.plot'), keys: 'Enter', run: plot }] }] : []),
    {
      id: 'copy',
      actions: [
        { id: 'value', label: t('fields.copyValue'), keys: 'Mod+C', run: () => void copyField(whole, path) },
        {
          id: 'path',
          label: t('fields.copyPath'),
          disabled: path.length === 0,
          run: () => void copyText(pathText(path)),
        },
      ],
    },
  ];
}

/** A text without its quotes; objects and lists in several lines, numbers in the digits in which they came. */
export async function copyField(whole: unknown, path: FieldPath): Promise<void> {
  const found = valueAt(whole, path);
  if (found) await copyText(typeof found.value === 'string' ? found.value : textOf(found.value, ''));
}

function textOf(value: unknown, indent: string): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${textOf(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${textOf(item, inner)}`);
  const [left, right] = Array.isArray(value) ? '[]' : '{}';
  return parts.length === 0 ? `${left}${right}` : `${left}\n${parts.join(',\n')}\n${indent}${right}`;
}
