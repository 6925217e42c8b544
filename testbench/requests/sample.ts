import type { Expectations, ParamExpectation, SavedRequest, VariableDraft } from '../contract.ts';
import { EMPTY_EXPECTATIONS } from './request-format.ts';

type SampleName = 'body' | 'climate' | 'speed' | 'doors' | 'openDoor' | 'setTemperature' | 'camera' | 'slow' | 'echo';

interface Sample {
  /** In which folder. */
  folder?: 'body' | 'climate';
  name: SampleName;
  request: SavedRequest;
}

/** What they are called where the window has no words for them. */
export const SAMPLE_NAMES: Record<SampleName, string> = {
  body: 'Body',
  climate: 'Climate',
  speed: 'Speed',
  doors: 'Doors',
  openDoor: 'Open a door',
  setTemperature: 'Set the temperature',
  camera: 'Camera picture',
  slow: 'Slow answer',
  echo: 'Echo with variables',
};

/** Requests that the demo vehicle answers as they expect it. */
export const SAMPLES: readonly Sample[] = [
  { name: 'speed', request: get('/powertrain/speed', [{ path: '.kmh', is: 'less', value: '250' }], { rttMs: 1_000 }) },
  { folder: 'body', name: 'doors', request: get('/body/doors', [{ path: '.frontLeft', is: 'there', value: '' }]) },
  {
    folder: 'body',
    name: 'openDoor',
    request: set('/body/doors', '{\n  "door": "{{door}}",\n  "open": true\n}', [
      { path: '', is: 'contains', value: '{"frontLeft":"open"}' },
    ]),
  },
  {
    folder: 'climate',
    name: 'setTemperature',
    request: set('/climate/set-temperature', '{\n  "celsius": "{{celsius}}"\n}', [
      { path: '.celsius', is: 'equal', value: '21.5' },
    ]),
  },
  { name: 'camera', request: get('/camera/front', [{ path: '.format', is: 'equal', value: '"png"' }]) },
  {
    name: 'slow',
    request: get('/diagnostics/slow', [{ path: '.delayedMs', is: 'equal', value: '1500' }], {
      param: '{\n  "delayMs": 1500\n}',
    }),
  },
  {
    name: 'echo',
    request: set('/echo', '{\n  "id": "{{$uuid}}",\n  "count": "{{$counter}}",\n  "time": "{{$timestamp}}"\n}', [
      { path: '.id', is: 'there', value: '' },
    ]),
  },
];

export const SAMPLE_VARIABLES: VariableDraft[] = [
  { name: 'door', kind: 'text', value: 'frontLeft' },
  { name: 'celsius', kind: 'json', value: '21.5' },
];

function get(url: string, param: ParamExpectation[], more: { param?: string; rttMs?: number } = {}): SavedRequest {
  return request('GET', url, more.param ?? '', { ...EMPTY_EXPECTATIONS, status: 0, rttMs: more.rttMs ?? null, param });
}

function set(url: string, sent: string, param: ParamExpectation[]): SavedRequest {
  return request('SET', url, sent, { ...EMPTY_EXPECTATIONS, status: 0, param });
}

function request(method: 'GET' | 'SET', url: string, param: string, expect: Expectations): SavedRequest {
  return {
    draft: {
      url,
      method,
      payload: { param, data: { kind: 'text', text: '' } },
      timeoutMs: 5_000,
      repeat: { count: 1, perSecond: null },
    },
    expect,
  };
}
