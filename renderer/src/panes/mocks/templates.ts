import type { Key } from '../../locales/en.ts';

export interface Template {
  id: string;
  /** As the file says. */
  name: string;
  text: string;
}

const files = import.meta.glob<string>('../../../../examples/templates/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What there are words for, in their order in the menu. */
const NAMES: Record<string, Key> = {
  empty: 'mocks.template.empty',
  commands: 'mocks.template.commands',
  topics: 'mocks.template.topics',
  echo: 'mocks.template.echo',
  login: 'mocks.template.login',
  stream: 'mocks.template.stream',
  positions: 'mocks.template.positions',
  faults: 'mocks.template.faults',
};

/** What a scenario can begin with: the files of `examples/templates`, without what is only for them there. */
export function loadTemplates(): Template[] {
  const order = Object.keys(NAMES);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return Object.entries(files)
    .map(([path, text]) => {
      const id = path.replace(/^.*\/|\.yaml$/g, '');
      const name = /^name: *(.*)$/m.exec(text)?.[1]?.trim() ?? id;
      return { id, name, text: text.replace(/^# yaml-language-server:.*\n/, '') };
    })
    .toSorted((one, other) => place(one.id) - place(other.id));
}

/** In the user's language, where it is one of those that ship. */
export const nameOf = ({ id, name }: Template, t: (key: Key) => string): string => {
  const key = NAMES[id];
  return key ? t(key) : name;
};

/** The file to begin with: the scenario has the name that the user chose it by. */
export function textOf(template: Template, t: (key: Key) => string): string {
  const name = nameOf(template, t);
  const written = /^[\p{L}\p{N}][\p{L}\p{N} ()-]*$/u.test(name) ? name : JSON.stringify(name);
  return template.text.replace(/^name:.*$/m, () => `name: ${written}`);
}
