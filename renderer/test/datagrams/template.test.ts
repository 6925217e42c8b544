import { expect, test } from 'vitest';
import type { ReceivedDatagram } from '../../../testbench/contract.ts';
import { asLine, templateOf } from '../../src/datagrams/template.ts';

const datagram = (param: string | Uint8Array, data = new Uint8Array()): ReceivedDatagram => ({
  index: 0,
  time: 0,
  quick: true,
  url: '/a "b"',
  bytes: 40,
  text: typeof param === 'string' ? param : null,
  json: typeof param === 'string' && param.startsWith('{'),
  param: typeof param === 'string' ? new TextEncoder().encode(param) : param,
  data,
});

test('a datagram that arrived can be sent again: with its channel, digits and bytes', () => {
  expect(templateOf(datagram('{"n":1.10}', Uint8Array.of(1, 255)))).toEqual({
    url: '/a "b"',
    quick: true,
    payload: { param: '{"n":1.10}', data: { kind: 'hex', text: '01 ff' } },
  });
  expect(templateOf(datagram('')).payload).toEqual({ param: '', data: { kind: 'hex', text: '' } });
});

test('is copied as a line that a list takes', () => {
  expect(asLine(datagram('{"n":1.10}', Uint8Array.of(1, 255)))).toBe(
    '{"url":"/a \\"b\\"","param":{"n":1.10},"data":"01ff","quick":true}',
  );
  expect(asLine(datagram('plain'))).toBe('{"url":"/a \\"b\\"","param":"plain","quick":true}');
  expect(asLine(datagram(''))).toBe('{"url":"/a \\"b\\"","quick":true}');
});
