/** Rows and items come and go; what is in them is not what a guide explains. */
const LIVE = /^(rowgroup|option|treeitem|listitem|definition|status|img|slider)\b/;
/** A number with its unit, a time, an address, a version, an id. */
const NUMBER = /[#\d][\d.,:/-]*(?:\s?(?:[KMG]i?B|[kM]?\/s|µs|ms|min|%|[kMsmhB])(?![\p{L}\d]))?(?:\/s)?/gu;
/** What may be so or so at the moment when the picture is taken. */
const STATE = / \[(?:disabled|active)\]/g;

/** Of what Playwright calls an aria snapshot: the roles and words that stay the same from run to run. */
export function structureOf(snapshot: string): string {
  const kept: string[] = [];
  let skipped = Number.POSITIVE_INFINITY;
  for (const line of snapshot.split('\n')) {
    const deep = line.length - line.trimStart().length;
    if (deep > skipped) continue;
    skipped = Number.POSITIVE_INFINITY;
    const what = line.trim().replace(/^- /, '').replace(/^'/, '');
    if (LIVE.test(what)) skipped = deep;
    else if (!what.startsWith('/')) kept.push(' '.repeat(deep) + withoutNumbers(withoutValue(what)));
  }
  return `${kept.filter((line, at) => line !== kept[at - 1]).join('\n')}\n`;
}

/** Fields are there for what is written in them; a text is what it says. */
function withoutValue(what: string): string {
  if (/^(?:text|strong|code|term|paragraph):/.test(what)) return what;
  const name = /^\w+(?: "(?:[^"\\]|\\.)*")?(?: \[[^\]]*\])*/.exec(what);
  return name ? name[0] : what;
}

const withoutNumbers = (text: string): string =>
  text
    .replace(STATE, '')
    .replace(NUMBER, '#')
    .replace(/#(?: #)+/g, '#')
    .trimEnd();
