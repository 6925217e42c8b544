import sheet from '../../src/style/tokens.css?raw';

/** WCAG contrast of the tokens, read from the style sheet that the window uses. */

export type Theme = 'light' | 'dark';

export const surfaces = [
  'surface-0',
  'surface-1',
  'surface-2',
  'row-hover',
  'row-selected',
  'row-warning',
  'row-error',
] as const;

export const texts = [
  'text',
  'text-2',
  'sent',
  'received',
  'rpc',
  'publish',
  'datagram',
  'stream',
  'control',
  'ok',
  'warning',
  'error',
] as const;

const blockOf: Record<Theme, RegExp> = {
  light: /^:root \{([^}]+)\}/m,
  dark: /^:root\[data-theme="dark"\] \{([^}]+)\}/m,
};

export function colours(theme: Theme): Map<string, string> {
  const block = blockOf[theme].exec(sheet)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The table of docs/look.md: for each text its lowest and highest contrast on the surfaces, in both themes. */
export function contrastTable(): string {
  const rows = texts.map((text) => {
    const cells = (['light', 'dark'] as const).map((theme) => {
      const colour = colours(theme);
      const ratios = surfaces.map((surface) => contrast(colour.get(text) ?? '', colour.get(surface) ?? ''));
      return `\`${colour.get(text)}\` | ${Math.min(...ratios).toFixed(1)} – ${Math.max(...ratios).toFixed(1)}`;
    });
    return `| \`--${text}\` | ${cells.join(' | ')} |`;
  });
  return ['| token | light | on surfaces | dark | on surfaces |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
