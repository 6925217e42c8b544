import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOT_INTERNED, UrlTable } from '../../traffic/urls.ts';

function intern(table: UrlTable, url: string): number {
  const bytes = Buffer.from(`--${url}--`);
  return table.intern(bytes, 2, bytes.length - 2);
}

describe('the table of urls', () => {
  it('gives equal urls one number and others another', () => {
    const table = new UrlTable();
    fc.assert(
      fc.property(fc.array(fc.webPath({ size: 'small' }), { minLength: 1, maxLength: 50 }), (paths) => {
        const urls = paths.filter((path) => path !== '');
        const ids = urls.map((url) => intern(table, url));
        expect(ids.map((id) => table.text(id))).toEqual(urls);
        expect(new Set(ids).size).toBe(new Set(urls).size);
      }),
      { verbose: 1 },
    );
  });

  it('takes no more urls than it may, and still knows those it has', () => {
    const table = new UrlTable({ maxUrls: 100 });
    const first = Array.from({ length: 100 }, (_, n) => intern(table, `/topic/${n}`));
    for (let n = 0; n < 10_000; n++) expect(intern(table, `/rubbish/${n}`)).toBe(NOT_INTERNED);
    expect(Array.from({ length: 100 }, (_, n) => intern(table, `/topic/${n}`))).toEqual(first);
    expect(table.count).toBe(100);
  });

  it('takes no more bytes than it may', () => {
    const table = new UrlTable({ maxBytes: 20_000 });
    expect(intern(table, `/${'x'.repeat(1_024)}`)).toBe(NOT_INTERNED);
    for (let n = 0; n < 1_000; n++) intern(table, `/${'x'.repeat(200)}/${n}`);
    expect(table.count).toBeGreaterThan(90);
    expect(table.count).toBeLessThan(100);
  });

  it('starts again when cleared', () => {
    const table = new UrlTable({ maxUrls: 2 });
    for (const url of ['/a', '/b', '/c']) intern(table, url);
    table.clear();
    expect(table.text(intern(table, '/c'))).toBe('/c');
  });

  it('keeps urls in any script apart', () => {
    const table = new UrlTable();
    const urls = ['/车门', '/车窗', '/é', '/e\u0301'];
    const ids = urls.map((url) => intern(table, url));
    expect(ids.map((id) => table.text(id))).toEqual(urls);
  });
});
