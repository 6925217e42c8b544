/** What stands in a page of Markdown, apart from its sentences. */

const withoutBlocks = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '');
const all = (page: string, pattern: RegExp): string[] =>
  [...page.matchAll(pattern)].map(([, found]) => found as string);

/** How deep each heading is. */
export const headingsOf = (page: string): number[] => all(withoutBlocks(page), /^(#+) /gm).map(({ length }) => length);

/** How many cells each row of a table has. */
export const rowsOf = (page: string): number[] =>
  all(withoutBlocks(page), /^(\|.*)\|$/gm).map((row) => row.split('|').length - 1);

export const linksOf = (page: string): string[] => all(withoutBlocks(page), /(?<!!)\[[^\]]*\]\(([^)]+)\)/g);

export const picturesOf = (page: string): string[] => all(withoutBlocks(page), /!\[[^\]]*\]\(([^)]+)\)/g);

/** Blocks of code, and code within sentences: keys, urls, values. */
export const codeOf = (page: string): string[] => [
  ...all(page, /^```\w*\n([\s\S]*?)^```$/gm),
  ...all(withoutBlocks(page), /`([^`\n]+)`/g).toSorted(),
];

/** What stands in bold. A sentence that opens a step or a paragraph (`1. **See life.** Press …`) is no word of the window. */
export const wordsOf = (page: string): string[] =>
  all(withoutBlocks(page).replace(/^(?:\d+\.|-) \*\*[^*]+[.。]\*\*/gm, ''), /\*\*([^*]+)\*\*/g);
