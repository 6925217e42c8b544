import os from 'node:os';

export interface ReportParts {
  at: Date;
  facts: Record<string, string>;
  settings: Record<string, string>;
  /** All there is to tell a window, of which only counts are taken. */
  shape: object;
  problems: readonly string[];
  records: readonly string[];
  log: string;
}

/** One text that can be read as it is: what it holds is what is seen. */
export function reportText(parts: ReportParts): string {
  const { at, facts, settings, shape, problems, records, log } = parts;
  return [
    `VSOA Testbench report, made ${at.toISOString()}`,
    'No passwords, keys or contents of packets are in it. Read it before you send it on.',
    section('Program', lines(facts)),
    section('Settings of the window', lines(settings)),
    section('What is open, in numbers', lines(counts(shape))),
    section('Files of the workspace with problems', problems.join('\n')),
    section(`Crashes and defects (${records.length})`, records.join('\n')),
    section('End of the log', log),
  ].join('\n\n');
}

/** `text` without the user's home, and with a number in place of each of `names`. */
export function withoutNames(text: string, names: readonly string[]): string {
  const longestFirst = [...new Set(names)].filter(tellsSomething).toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (left, name, index) =>
      [name, inJson(name)].reduce((each, form) => each.replaceAll(form, `<name ${index + 1}>`), left),
    text,
  );
}

/** The user's name is in the paths of the home. */
export function withoutHome(text: string, home = os.homedir()): string {
  return home.length < 3 ? text : [home, inJson(home)].reduce((left, form) => left.replaceAll(form, '~'), text);
}

/** To hide every "a" of a report would hide the report. */
const tellsSomething = (name: string): boolean => name.length >= 3;

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const section = (title: string, text: string): string =>
  `== ${title}\n${text.trim() === '' ? '(none)' : text.trimEnd()}`;

const lines = (entries: Record<string, string | number>): string =>
  Object.entries(entries)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** How many there are of what is a list, and what is a number or yes or no, two levels down; nothing that is a text. */
function counts(shape: object, within = '', depth = 0): Record<string, string | number> {
  return Object.assign(
    {},
    ...Object.entries(shape).map(([name, value]: [string, unknown]) => {
      if (Array.isArray(value)) return { [within + name]: value.length };
      if (typeof value === 'number' || typeof value === 'boolean') return { [within + name]: String(value) };
      if (typeof value === 'object' && value !== null && depth < 1)
        return counts(value, `${within}${name}.`, depth + 1);
      return {};
    }),
  ) as Record<string, string | number>;
}
