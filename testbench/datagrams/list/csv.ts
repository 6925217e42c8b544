import { cellsOf } from './cells.ts';
import { FIELDS, type FieldName, type Fields, isField, type Located, WrongLine } from './fields.ts';
import { dataOf, delayOf } from './json-line.ts';
import type { TextRecord } from './records.ts';

/** Reads CSV (RFC 4180) whose first row names the columns, in any order. */
export class CsvReader {
  #columns: FieldName[] | undefined;

  /** Undefined for the row with the names. Throws `WrongLine`; one for the first row means that nothing can be read. */
  read(record: TextRecord): Fields | undefined {
    const cells = cellsOf(record, FIELDS.length);
    if (this.#columns === undefined) {
      this.#columns = columnsOf(cells, record.line);
      return undefined;
    }
    const columns = this.#columns;
    if (cells.length !== columns.length) {
      const message = `the row has ${cells.length} cells, the first row names ${columns.length}`;
      throw new WrongLine('WRONG_COUNT', message, { line: record.line, column: 1 });
    }
    return fieldsOf(record, new Map(columns.map((name, at) => [name, cells[at] as Cell])));
  }

  /** The names of the columns were read. */
  get started(): boolean {
    return this.#columns !== undefined;
  }
}

type Cell = Located<string>;

function fieldsOf({ line }: TextRecord, cells: Map<FieldName, Cell>): Fields {
  const filled = (name: FieldName): Cell | undefined => {
    const cell = cells.get(name);
    return cell === undefined || cell.value.trim() === '' ? undefined : cell;
  };
  const url = filled('url');
  if (url === undefined)
    throw new WrongLine('NO_URL', 'a datagram needs a url', cells.get('url') ?? { line, column: 1 });
  const param = filled('param');
  const data = filled('data');
  const delay = filled('delayMs');
  return {
    line,
    url,
    param: param && { ...param, value: { written: param.value, isJson: false, text: null } },
    data: data && dataOfCell(data),
    quick: quickOf(filled('quick')),
    delayMs: delay === undefined ? 0 : delayOf(Number(delay.value), delay),
  };
}

/** Hex, or the JSON that a line of JSON would have there. */
function dataOfCell({ value, ...place }: Cell): Fields['data'] {
  if (!value.trimStart().startsWith('{') || value.trimStart().startsWith('{{')) return dataOf(value, place);
  let data: unknown;
  try {
    data = JSON.parse(value);
  } catch {
    data = null;
  }
  return dataOf(data, place);
}

function quickOf(cell: Cell | undefined): boolean | undefined {
  const text = cell?.value.trim().toLowerCase();
  if (cell === undefined || text === undefined) return undefined;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new WrongLine('BAD_QUICK', 'quick is true or false', cell);
}

function columnsOf(cells: Cell[], line: number): FieldName[] {
  const names = cells.map(({ value, ...place }) => {
    const name = value.trim();
    if (isField(name)) return name;
    throw new WrongLine('BAD_HEADER', `${JSON.stringify(name)} is no field of a datagram`, place);
  });
  if (new Set(names).size < names.length) {
    throw new WrongLine('BAD_HEADER', 'a column is there twice', { line, column: 1 });
  }
  if (!names.includes('url')) {
    throw new WrongLine('BAD_HEADER', 'the first row names the columns, and url is one', { line, column: 1 });
  }
  return names;
}
