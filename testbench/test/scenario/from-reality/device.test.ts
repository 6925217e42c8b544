import { expect, it } from 'vitest';
import type { CallRecord, TopicValue } from '../../../contract.ts';
import { toPayload } from '../../../payload.ts';
import { loadScenario } from '../../../scenario/file/load.ts';
import { type KnownDevice, scenarioFromDevice } from '../../../scenario/from-reality/device.ts';

const bytes = (json: unknown) => new Uint8Array(Buffer.from(json === undefined ? '' : JSON.stringify(json)));
const payload = (json: unknown) => toPayload(bytes(json), new Uint8Array());

function value(time: number, json: unknown, quick: boolean): TopicValue {
  return { ...payload(json), time, quick };
}

function call(time: number, url: string, param: string, answer: unknown, cut = 0): CallRecord {
  const draft = { url, method: 'GET', payload: { param, data: { kind: 'text', text: '' } } };
  const answered =
    answer === null ? null : { ...payload(answer), status: 0, tunnelId: 0, rttMs: 1, statusName: 'success' };
  const error = answer === null ? { code: 'TIMEOUT', message: '' } : null;
  const sent = { url, payload: draft.payload };
  return { time, draft, sent, answer: answered, error, cut: { param: cut, data: 0 } } as unknown as CallRecord;
}

const DEVICE: KnownDevice = {
  name: 'Body ECU',
  url: 'vsoa://10.0.0.7:3005',
  serverInfo: '{"vin":"X"}',
  hasPassword: true,
  topics: [
    ['/tick', [0, 100, 200, 300].map((time) => value(time, { on: true }, true))],
    ['/rpm', [0, 50, 100, 150].map((time) => value(time, { rpm: time }, false))],
  ],
  calls: [
    call(3, '/door', '{ "door": "right" }', { open: true }),
    call(2, '/door', '{"door":"left"}', { open: false }),
    call(1, '/late', '', null),
    call(0, '/cut', '', 'start', 5),
  ],
};

it('a scenario from a device has what was heard of it, and what it answered', () => {
  const made = scenarioFromDevice([DEVICE]);
  expect(loadScenario(made.text, 'made.yaml')).toEqual({ spec: made.spec, problems: [] });
  expect(made.spec.ecus).toEqual([
    {
      name: 'Body-ECU',
      port: 3_005,
      info: { vin: 'X' },
      commands: [
        { url: '/late', method: 'GET', silent: true },
        { url: '/door', method: 'GET', when: 'request.param.door = "right"', param: { open: true } },
        { url: '/door', method: 'GET', param: { open: false } },
      ],
      topics: [
        { url: '/tick', every: 100, quick: true, param: { on: true } },
        { url: '/rpm', every: 50, csv: { file: 'Body-ECU-rpm.csv' } },
      ],
    },
  ]);
  expect(made.notes).toEqual([expect.stringContaining('clients gave a password')]);
  expect(made.text).toContain('as seen at 10.0.0.7:3005');
});

it('of a device of which nothing is known there is nothing to make', () => {
  const empty = { ...DEVICE, serverInfo: null, topics: [], calls: [] };
  expect(() => scenarioFromDevice([empty])).toThrow('nothing to make a mock of');
});
