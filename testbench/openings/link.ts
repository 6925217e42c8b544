import type { LinkPart, LinkRefusal, Opening } from '../contract.ts';
import { checkedUrl } from '../devices/options.ts';
import { BenchFailure } from '../errors.ts';

type Link = Extract<Opening, { kind: 'link' | 'refusedLink' }>;

export const LINK_SCHEME = 'vsoa';
/** Far more than a name and a port need. */
const LONGEST = 1_000;
/** How much of a link that is refused is shown, characters. */
const SHOWN = 60;
const SCHEME = new RegExp(`^${LINK_SCHEME}:`, 'i');
const PARTS = /^vsoa:\/\/([^/?#]*)(.*)$/i;
/** Names, addresses, brackets and a port: none that could be taken for another one, or change how the rest is shown. */
const HOST_CHARACTERS = /^[A-Za-z0-9._:[\]-]*$/;
const UNSEEN = /[^\x20-\x7e]/g;

export const isLink = (text: string): boolean => SCHEME.test(text);

/**
 * Reads a `vsoa://` link, which anybody may have written. Of a link that is good only the address is taken over, in the
 * form that the field of an address takes; what else it had is named, and gone.
 */
export function readLink(text: string): Link {
  const refused = (why: LinkRefusal): Link => ({ kind: 'refusedLink', why, start: startOf(text) });
  if (text.length > LONGEST) return refused('length');
  const [, authority, rest = ''] = PARTS.exec(text) ?? [];
  if (authority === undefined) return refused('address');
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (!HOST_CHARACTERS.test(host)) return refused('characters');
  const url = `vsoa://${host}`;
  try {
    checkedUrl(url);
  } catch (error) {
    if (error instanceof BenchFailure) return refused('address');
    throw error;
  }
  const leftOut: LinkPart[] = [];
  if (host.length < authority.length) leftOut.push('credentials');
  if (rest !== '' && rest !== '/') leftOut.push('path');
  return { kind: 'link', url, leftOut };
}

/** What is shown of a link that is refused: without what might be a password, or play tricks with what stands beside it. */
function startOf(text: string): string {
  const start = text
    .slice(0, LONGEST)
    .replace(UNSEEN, '�')
    .replace(/\/\/[^/?#]*@/, '//…@');
  return start.length > SHOWN ? `${start.slice(0, SHOWN)}…` : start;
}
