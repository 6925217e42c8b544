/** The document with the part of this name as it is now: what stands between the comment that names it and the next `end`. */
export function withPart(document: string, name: string, text: string): string {
  const begin = `<!-- ${name}: written by scripts/reference.mjs -->\n`;
  const end = '\n<!-- end -->';
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`expected a part ${name}`);
  return `${document.slice(0, from + begin.length)}\n${text.trim()}\n${document.slice(to)}`;
}

/** A table of Markdown; nothing in a cell ends it. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [rowOf(head), rowOf(head.map(() => '---')), ...rows.map(rowOf)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
