import type { Filter, Value } from './ast.ts';
import { printPath } from './path.ts';
import { quote } from './tokens.ts';

/** A text that says the filter: parsed again it is the same. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.terms.map(inside).join(' && ');
    case 'or':
      return filter.terms.map(inside).join(' || ');
    case 'not':
      return `!${inside(filter.term)}`;
    case 'search':
      return quote(filter.text);
    case 'is':
      return filter.word;
    case 'compare':
      return `${filter.field} ${filter.operator} ${printValue(filter.value)}`;
    case 'in':
      return `${filter.field} in ${printSet(filter.values)}`;
    case 'path': {
      const path = `param${printPath(filter.path)}`;
      const { test } = filter;
      if (test.operator === 'exists') return path;
      return test.operator === 'in'
        ? `${path} in ${printSet(test.values)}`
        : `${path} ${test.operator} ${printValue(test.value)}`;
    }
  }
}

function inside(filter: Filter): string {
  return filter.kind === 'and' || filter.kind === 'or' ? `(${printFilter(filter)})` : printFilter(filter);
}

function printSet(values: Value[]): string {
  return `{${values.map(printValue).join(', ')}}`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case 'text':
      return quote(value.text);
    case 'number':
      return String(value.number);
    case 'bytes':
      return `0x${value.hex}`;
    case 'regex':
      return `/${value.source}/${value.flags}`;
    case 'constant':
      return String(value.constant);
    case 'ago':
      return `-${value.ms}ms`;
    case 'ofDay':
      return new Date(value.ms).toISOString().slice(11, -1) + fractionOfMs(value.ms);
  }
}

function fractionOfMs(ms: number): string {
  const micros = Math.round((ms % 1) * 1_000);
  return micros === 0 ? '' : String(micros).padStart(3, '0');
}
