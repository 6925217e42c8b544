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

it('whatever follows vsoa://, what comes out is an address that a device can have, or a refusal in bounds', () => {
  fc.assert(
    fc.property(fc.oneof(anyLink, fc.string({ unit: 'binary', maxLength: 2_000 })), (text) => {
      const link = readLink(text);
      if (link.kind === 'refusedLink') {
        expect(link.start).toMatch(/^[\x20-\x7e…�]{0,61}$/);
        return;
      }
      expect(link.url).toMatch(/^vsoa:\/\/[A-Za-z0-9._:[\]-]+$/);
      expect(checkedUrl(link.url)).toBe(link.url);
      // What was an address stays that, and has nothing left to leave out.
      expect(readLink(link.url)).toEqual({ kind: 'link', url: link.url, leftOut: [] });
    }),
    { seed, numRuns: 2_000 },
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
