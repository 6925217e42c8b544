import { expect, test } from 'vitest';
import { translate, type Values } from '../../src/i18n.ts';
import { en, type Key } from '../../src/locales/en.ts';
import { rowAsJson, statusText, statusTone, typeText } from '../../src/traffic/describe.ts';
import { row } from '../harness.ts';

const t = (key: Key, values?: Values) => translate('en', key, values);

test('an RPC says its method, a reply says that it is one, an unknown type says its number', () => {
  expect(typeText(row(0, { type: 'RPC', flags: 0 }), t)).toBe('RPC GET');
  expect(typeText(row(0, { type: 'RPC', flags: 4 }), t)).toBe('RPC SET');
  expect(typeText(row(0, { type: 'RPC', flags: 5, reply: true }), t)).toBe('RPC reply');
  expect(typeText(row(0, { type: 'UNKNOWN', typeCode: 0x42 }), t)).toBe('0x42');
  expect(typeText(row(0, { type: 'UNKNOWN', typeCode: 0 }), t)).toBe('No packet');
});

test('status codes have the words of the protocol', () => {
  expect([0, 3, 7].map((status) => statusText(status, t))).toEqual([en['status.0'], en['status.3'], en['status.7']]);
  expect(statusText(130, t)).toBe('Server status 130');
  expect(statusText(9, t)).toBe('Status 9');
});

test('the status field of a QOSSETUP is a priority, no failure', () => {
  expect(statusTone(row(0, { type: 'QOSSETUP', status: 5, reply: true }))).toBe('control');
  expect(statusTone(row(0, { type: 'RPC', status: 3, reply: true }))).toBe('error');
});

test('a row is copied as JSON with every field', () => {
  expect(JSON.parse(rowAsJson(row(7)))).toMatchObject({ index: 7, type: 'PUBLISH', length: 28 });
});
