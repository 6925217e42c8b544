import { expect, it } from 'vitest';
import { readLink } from '../../openings/link.ts';

it.each([
  ['vsoa://192.168.1.10:3000', 'vsoa://192.168.1.10:3000'],
  ['VSOA://ecu-7.local:3000/', 'vsoa://ecu-7.local:3000'],
  ['vsoa://[fe80::1]:3000', 'vsoa://[fe80::1]:3000'],
  ['vsoa://light_server', 'vsoa://light_server'],
])('%s gives an address', (text, url) => {
  expect(readLink(text)).toEqual({ kind: 'link', url, leftOut: [] });
});

it.each([
  ['vsoa://me:secret@10.0.0.1:3000', ['credentials']],
  ['vsoa://a@b@10.0.0.1:3000/speed?x=1', ['credentials', 'path']],
  ['vsoa://10.0.0.1:3000/speed', ['path']],
  ['vsoa://10.0.0.1:3000?passwd=secret', ['path']],
  ['vsoa://10.0.0.1:3000#secret', ['path']],
])('of %s only the address is taken, and what else it had is named', (text, leftOut) => {
  expect(readLink(text)).toEqual({ kind: 'link', url: 'vsoa://10.0.0.1:3000', leftOut });
});

it.each([
  ['vsoa:', 'address'],
  ['vsoa:10.0.0.1:3000', 'address'],
  ['vsoa://', 'address'],
  ['vsoa://:3000', 'address'],
  ['vsoa://10.0.0.1', 'address'],
  ['vsoa://10.0.0.1:0', 'address'],
  ['vsoa://10.0.0.1:99999', 'address'],
  ['vsoa://[10.0.0.1]:3000', 'address'],
  ['vsoa://a:b:c', 'address'],
  ['vsoa://evil\u202emoc.elpmaxe:3000', 'characters'],
  ['vsoa://раypal:3000', 'characters'],
  ['vsoa://a b:3000', 'characters'],
  ['vsoa://a\nb:3000', 'characters'],
  ['vsoa://%31:3000', 'characters'],
  ['vsoa://<img>:3000', 'characters'],
])('%j is refused', (text, why) => {
  expect(readLink(text)).toMatchObject({ kind: 'refusedLink', why });
});

it('a link of 10,000 characters is refused for its length', () => {
  expect(readLink(`vsoa://${'a'.repeat(10_000)}:3000`)).toMatchObject({ kind: 'refusedLink', why: 'length' });
});

it('what is shown of a refused link is short, has no password, and nothing that cannot be seen', () => {
  expect(readLink('vsoa://me:secret@\u202e\u0000:1')).toMatchObject({ start: 'vsoa://…@��:1' });
  expect(readLink(`vsoa://${'a'.repeat(10_000)}`)).toMatchObject({ start: `vsoa://${'a'.repeat(53)}…` });
});
