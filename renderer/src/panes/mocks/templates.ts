import blank from './blank.yaml?raw';

export interface Template {
  id: string;
  /** As the file says. */
  name: string;
  description: string;
  text: string;
}

const files = import.meta.glob<string>('../../../../examples/templates/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What a scenario can begin with: the smallest first, then those of `examples/templates`. */
export function loadTemplates(): Template[] {
  const others = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [['blank', blank] as const, ...others].map(([path, text]) => ({
    id: path.replace(/^.*\/|\.yaml$/g, ''),
    name: field(text, 'name') ?? path,
    description: field(text, 'description') ?? '',
    text,
  }));
}

function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(?:'([^']*)'|"([^"]*)"|(.*))$`, 'm').exec(text)?.slice(1).find(Boolean)?.trim();
}
