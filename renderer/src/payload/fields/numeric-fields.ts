import type { FieldPath } from '../../../../testbench/contract.ts';
import { parseFields } from './field-rows.ts';

/** Where numbers are in a JSON text, in its order, at most `most`. */
export function numericFields(text: string, most: number): FieldPath[] {
  const found: FieldPath[] = [];
  const look = (value: unknown, path: FieldPath) => {
    if (found.length >= most) return;
    if (typeof value === 'number' || value instanceof Date) found.push(path);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) look(item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  const parsed = parseFields(text);
  if (parsed) look(parsed.value, []);
  return found;
}
