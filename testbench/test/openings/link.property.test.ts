import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkedUrl } from '../../devices/options.ts';
import { readLink } from '../../openings/link.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`links: SEED=${seed}`);

const piece = fc.oneof(
  fc.constantFrom(
    'vsoa:',
    'VSOA://',
    '//',
    '/',
    '@',
    ':',
    '[',
    ']',
    '::1',
    '3000',
    '10.0.0.1',
    'ecu',
    '?',
    '#',
    '%00',
    '..',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const anyLink = fc.array(piece, { maxLength: 12 }).map((pieces) => `vsoa://${pieces.join('')}`);

const SHOWN = /^[\x20-\x7e…�]{0,61}$/;

/** It can be had by a device, and read once more it is the same, with nothing to leave out. */
function isAddress(url: string): boolean {
  const again = readLink(url);
  const same = again.kind === 'link' && again.url === url && again.leftOut.length === 0;
  return same && /^vsoa:\/\/[A-Za-z0-9._:[\]-]+$/.test(url) && checkedUrl(url) === url;
}

it('whatever follows vsoa://, what comes out is an address that a device can have, or a refusal in bounds', () => {
  fc.assert(
    fc.property(fc.oneof(anyLink, fc.string({ unit: 'binary', maxLength: 2_000 })), (text) => {
      const link = readLink(text);
      expect(link.kind === 'refusedLink' ? SHOWN.test(link.start) : isAddress(link.url)).toBe(true);
    }),
    { seed, numRuns: 500 },
  );
});

it('no part of a password gets through', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9:.!$@-]{6,30}$/);
  fc.assert(
    fc.property(secret, (password) => {
      const link = readLink(`vsoa://me:${password}@10.0.0.1:3000/`);
      expect(link).toEqual({ kind: 'link', url: 'vsoa://10.0.0.1:3000', leftOut: ['credentials'] });
    }),
    { seed },
  );
});
