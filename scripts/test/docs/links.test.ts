import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pages, ROOT, read } from './pages.ts';

/** The anchors of a page, as GitHub and GitLab make them of its headings. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...withoutBlocks(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, title = '']) => {
    const anchor = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(headings);
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^ *```[^]*?^ *```$/gm, '');
}

function linksOf(text: string): string[] {
  const code = /`[^`\n]*`/g;
  const found = withoutBlocks(text)
    .replaceAll(code, 'code')
    .matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)|<(?:img|a) [^>]*(?:src|href)="([^"]+)"/g);
  return [...found].map(([, link, attribute]) => link ?? attribute ?? '');
}

it.each(pages())('%s: its links lead somewhere', (page) => {
  const broken = linksOf(read(page)).filter((link) => {
    if (/^(?:https?|mailto|vsoa):/.test(link)) return false;
    const [place = '', anchor] = decodeURI(link).split('#');
    const target = place === '' ? page : path.posix.join(path.posix.dirname(page), place);
    if (!existsSync(path.join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
  });
  expect(broken).toEqual([]);
});

it('every page of docs can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const link of linksOf(read(page))) {
      const [place = ''] = link.split('#');
      const target = path.posix.join(path.posix.dirname(page), place);
      if (target.endsWith('.md') && existsSync(path.join(ROOT, target))) reached.add(target);
    }
  }
  expect(pages().filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
