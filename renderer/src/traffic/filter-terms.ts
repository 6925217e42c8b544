import type { TrafficRow } from '../../../testbench/contract.ts';
import { clock } from '../format/time.ts';
import type { ColumnId } from './columns.ts';

/** The filter for what stands in a cell; null where that is nothing to filter for. */
export function termOf(column: ColumnId, row: TrafficRow): string | null {
  switch (column) {
    case 'mark':
      return 'marked';
    case 'time':
      return `time >= ${clock(row.time)}`;
    case 'connection':
      return `device == ${quoted(row.connection)}`;
    case 'direction':
      return row.direction;
    case 'channel':
      return row.channel;
    case 'type':
      return `type == ${row.type}${row.reply ? ' && reply' : ''}`;
    case 'url':
      return urlTerm(row.url || (row.pair?.url ?? ''));
    case 'status':
      return row.reply ? `status == ${row.status}` : null;
    case 'seqno':
      return `seqno == ${row.seqno}`;
    case 'length':
      return `length == ${row.length}`;
    case 'rtt':
      if (row.unanswered) return 'unanswered';
      return row.pair && `rtt >= ${Number(row.pair.rttMs.toPrecision(3))}ms`;
    case 'summary':
      return row.odd[0] ? `odd == ${row.odd[0]}` : null;
  }
}

/** A filter for what passes both. */
export function also(filter: string, term: string): string {
  const before = filter.trim();
  if (before === '') return term;
  return `${/\|\||\bor\b/i.test(before) ? `(${before})` : before} && ${term}`;
}

/** A filter for what does not pass. */
export function not(term: string): string {
  const [left, right, ...more] = term.split(' == ');
  if (left !== undefined && right !== undefined && more.length === 0 && !term.includes(' && '))
    return `${left} != ${right}`;
  return /^\w+$/.test(term) ? `!${term}` : `!(${term})`;
}

/** Of a long url only the start is known here. */
const urlTerm = (url: string): string | null => (url === '' || url.endsWith('…') ? null : `url == ${quoted(url)}`);

const quoted = (text: string): string => JSON.stringify(text);
