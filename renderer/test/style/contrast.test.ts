import { describe, expect, test } from 'vitest';
import doc from '../../../docs/look.md?raw';
import { colours, contrast, contrastTable, surfaces, texts } from './contrast.ts';

const TEXT = 4.5;
/** Of edges and signs that carry no text (WCAG 1.4.11). */
const SHAPE = 3;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = colours(theme);
  const ratio = (one: string, other: string) => contrast(colour.get(one) ?? '', colour.get(other) ?? '');

  test.each(texts)('--%s can be read on every surface and coloured row', (text) => {
    const tooLow = surfaces.filter((surface) => !(ratio(text, surface) >= TEXT));
    expect(tooLow).toEqual([]);
  });

  test('text on the accent, on a mark and on a flash can be read', () => {
    expect(ratio('on-accent', 'accent')).toBeGreaterThanOrEqual(TEXT);
    expect(ratio('text', 'mark')).toBeGreaterThanOrEqual(TEXT);
    expect(ratio('text', 'flash')).toBeGreaterThanOrEqual(TEXT);
  });

  test('edges of controls and the focus ring are seen on every surface they stand on', () => {
    for (const surface of ['surface-0', 'surface-1', 'surface-2'] as const) {
      expect(ratio('accent', surface)).toBeGreaterThanOrEqual(SHAPE);
    }
    expect(ratio('line-strong', 'surface-1')).toBeGreaterThanOrEqual(SHAPE);
    expect(ratio('accent', 'row-selected')).toBeGreaterThanOrEqual(SHAPE);
  });
});

test('both themes give a value to the same tokens', () => {
  expect([...colours('dark').keys()]).toEqual([...colours('light').keys()]);
});

test('docs/look.md has the measured ratios', () => {
  expect(doc).toContain(contrastTable());
});

test('components take colours from tokens only', () => {
  const raw = Object.entries(sheets)
    .filter(([file]) => !file.endsWith('tokens.css'))
    .flatMap(([file, text]) =>
      [...text.matchAll(/#[\da-f]{3,8}\b|rgba?\(|hsl/gi)].map((match) => `${file}: ${match[0]}`),
    );
  expect(Object.keys(sheets).length).toBeGreaterThan(4);
  expect(raw).toEqual([]);
});

const sheets = import.meta.glob<string>('../../src/style/*.css', { query: '?raw', import: 'default', eager: true });
