import { describe, expect, it } from 'vitest';
import type { PlotSeries } from '../../../testbench/contract.ts';
import { labelsOf } from '../../src/plots/labels.ts';
import { device } from '../harness.ts';

const devices = [device({ id: 'd1', name: 'Left ECU' }), device({ id: 'd2', name: 'Right ECU' })];

function textsOf(...fields: Partial<PlotSeries>[]): string[] {
  const series = fields.map((change, at): PlotSeries => {
    const look = { name: '', axis: 'left', colour: 0, visible: true, steps: false } as const;
    return Object.assign({ id: String(at), deviceId: 'd1', url: '/speed', path: ['kmh'] }, look, change);
  });
  const labelOf = labelsOf(series, devices);
  return series.map((each) => labelOf(each).text);
}

describe('series of one plot are told apart', () => {
  it('by what differs in their urls, and by nothing where their names do it', () => {
    expect(textsOf({ url: '/wheel/front/left/speed' }, { url: '/wheel/rear/left/speed' }, { path: ['rpm'] })).toEqual([
      'kmh · front',
      'kmh · rear',
      'rpm',
    ]);
    expect(textsOf({ url: '/a/b' }, { url: '/a' }, { url: '/' })).toEqual(['kmh · a/b', 'kmh · a', 'kmh · /']);
    expect(textsOf({ url: '/a/b' }, { url: '/a/b/c' })).toEqual(['kmh · b', 'kmh · b/c']);
    expect(textsOf({ url: '/x/a' }, { url: '/y/a/a' })).toEqual(['kmh · x', 'kmh · y/a']);
  });

  it('by their devices where these are all that differs, and by both where one is not enough', () => {
    expect(textsOf({ deviceId: 'd1' }, { deviceId: 'd2' })).toEqual(['kmh · Left ECU', 'kmh · Right ECU']);
    expect(textsOf({ url: '/a' }, { url: '/a', deviceId: 'd2' }, { url: '/b' }, { url: '/b', deviceId: 'd2' })).toEqual(
      ['kmh · Left ECU · a', 'kmh · Right ECU · a', 'kmh · Left ECU · b', 'kmh · Right ECU · b'],
    );
  });

  it('by their fields where the user gave both one name, and by numbers where nothing differs that can be said', () => {
    expect(textsOf({ name: 'Speed' }, { name: 'Speed', path: ['mph'] })).toEqual(['Speed · kmh', 'Speed · mph']);
    expect(textsOf({ deviceId: 'gone 1' }, { deviceId: 'gone 2' })).toEqual(['kmh · (1)', 'kmh · (2)']);
  });
});
