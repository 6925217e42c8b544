import { describe, expect, test } from 'vitest';
import { colours, contrast } from '../style/contrast.ts';

const names = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `plot-${number}`);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = colours(theme);

  test.each(names)('a line in --%s is seen, and the sign on it can be read', (name) => {
    expect(contrast(colour.get(name) ?? '', colour.get('surface-1') ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  test('no two lines have the same colour', () => {
    expect(new Set(names.map((name) => colour.get(name))).size).toBe(names.length);
  });
});
