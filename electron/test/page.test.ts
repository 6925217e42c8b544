import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveAsset, servePage } from '../page.ts';

describe('resolving a url of the page', () => {
  const root = path.resolve('/the/renderer');

  it.each([
    ['app://bench/', 'index.html'],
    ['app://bench', 'index.html'],
    ['app://bench/assets/main.js', 'assets/main.js'],
    ['app://bench/assets/main.js?v=1#top', 'assets/main.js'],
    ['app://bench/a%20b.css', 'a b.css'],
    ['app://bench/assets/../x.js', 'x.js'],
    ['app://bench/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
  ])('%s is %s', (url, file) => {
    expect(resolveAsset(root, url)).toBe(path.join(root, file));
  });

  it.each([
    'app://bench/..%2f..%2fetc/passwd',
    'app://bench/assets/..%2f..%2frenderer-secret',
    'app://bench/..%2frenderer-secret',
    'app://bench/..%5c..%5cetc',
    'app://bench/a%00.js',
    'app://bench/%E0%A4%A',
    'app://other/index.html',
    'file:///etc/passwd',
    'no url',
  ])('%s is nothing of ours', (url) => {
    expect(resolveAsset(root, url)).toBeNull();
  });
});

describe('serving the page', () => {
  let parent: string;
  let serve: ReturnType<typeof servePage>;

  beforeAll(() => {
    parent = fs.mkdtempSync(path.join(os.tmpdir(), 'page-'));
    fs.writeFileSync(path.join(parent, 'secret.txt'), 'secret');
    const root = path.join(parent, 'renderer');
    fs.mkdirSync(path.join(root, 'assets'), { recursive: true });
    fs.writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
    fs.writeFileSync(path.join(root, 'assets', 'main.js'), 'export {};');
    serve = servePage(root);
  });
  afterAll(() => fs.rmSync(parent, { recursive: true }));

  const get = (url: string) => serve({ method: 'GET', url });

  it('forbids what it does not name, and no script or style but files of ours', async () => {
    const policy = (await get('app://bench/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it('lets images come from itself and from bytes that the page holds, and nothing else from either', async () => {
    const policy = (await get('app://bench/')).headers.get('content-security-policy') ?? '';
    const allowing = (source: string) => policy.split('; ').filter((directive) => directive.includes(source));
    expect(allowing('blob:')).toEqual(["img-src 'self' data: blob:"]);
    expect(allowing('data:')).toEqual(["img-src 'self' data: blob:"]);
  });

  it('says what a script is', async () => {
    const response = await get('app://bench/assets/main.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('export {};');
  });

  it.each(['app://bench/..%2fsecret.txt', 'app://bench/none.js', 'app://bench/assets', 'app://bench/index.html/x'])(
    'answers 404 for %s',
    async (url) => {
      const response = await get(url);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('answers only to GET', async () => {
    expect((await serve({ method: 'POST', url: 'app://bench/' })).status).toBe(404);
  });
});
