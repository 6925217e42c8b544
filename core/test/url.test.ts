import { expect, test, vi } from 'vitest';
import { parseServerUrl, urlMatches } from '../src/index.ts';
import { Routes } from '../src/server/routes.ts';

test.each([
  ['/', '/a', true],
  ['/', '/', true],
  ['/a/', '/a', true],
  ['/a/', '/a/', true],
  ['/a/', '/a/b', true],
  ['/a/', '/a/b/c', true],
  ['/a/', '/ab', false],
  ['/a/', '/', false],
  ['/a/b', '/a/b', true],
  ['/a/b', '/a/b/', false],
  ['/a/b', '/a/b/c', false],
  ['/a/b', '/a', false],
])('the subscription, or route, %s takes %s: %s', (subscription, url, takes) => {
  expect(urlMatches(subscription, url)).toBe(takes);
  const routes = new Routes<string>();
  routes.set(subscription, 'it');
  expect(routes.find(url)).toBe(takes ? 'it' : undefined);
});

test('a route is found exactly first, then by the longest prefix, then by default', () => {
  const routes = new Routes<string>();
  for (const url of ['/a/', '/a/b', '/a/b/', '/']) routes.set(url, url);
  const found = ['/a/b', '/a/b/c', '/a', '/a/x/y', '/ab', '/a/b/'].map((url) => routes.find(url));
  expect(found).toEqual(['/a/b', '/a/b/', '/a/', '/a/', '/', '/a/b/']);
  routes.delete('/');
  expect(routes.find('/ab')).toBeUndefined();
});

test.each([
  ['vsoa://127.0.0.1:3005/echo', { host: '127.0.0.1', port: 3005, name: '127.0.0.1', path: '/echo' }],
  ['vsoa://localhost:1', { host: '127.0.0.1', port: 1, name: 'localhost', path: '' }],
  ['VSOA://ecu', { host: 'ecu', port: undefined, name: 'ecu', path: '' }],
  ['vsoa://[::1]:65535/', { host: '::1', port: 65_535, name: '::1', path: '/' }],
  [' vsoa://my-ecu.local:3005 ', { host: 'my-ecu.local', port: 3005, name: 'my-ecu.local', path: '' }],
])('%s is a server address', (text, address) => {
  expect(parseServerUrl(text)).toEqual(address);
});

test.each([
  '',
  '127.0.0.1:3005',
  'http://a:1',
  'vsoa://',
  'vsoa://:3005',
  'vsoa://a:0',
  'vsoa://a:65536',
  'vsoa://a:x',
  'vsoa://a b:1',
  'vsoa://[::g]:1',
  'vsoa://[a]:1',
  'vsoa://::1:5',
  'vsoa://u:p@a:1',
  'vsoa://a:1?x',
])('%j is no server address', (text) => {
  expect(() => parseServerUrl(text)).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
});

test('a route is found at no cost for what of a url is longer than any route', () => {
  const routes = new Routes<string>();
  routes.set('/a/b/', 'prefix');
  routes.set('/a/b/c', 'exact');
  expect(routes.find('/a/b/c')).toBe('exact');
  expect(routes.find('/a/b/cc')).toBe('prefix');
  expect(routes.find(`/a/b${'/c'.repeat(30_000)}`)).toBe('prefix');
  expect(routes.find('/a/bb/c')).toBeUndefined();
  const looks = vi.spyOn(Map.prototype, 'get');
  routes.find(`/a/b${'/c'.repeat(30_000)}`);
  expect(looks.mock.calls.length).toBeLessThan(10);
  looks.mockRestore();
});
