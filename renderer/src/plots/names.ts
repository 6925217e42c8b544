import type { DEMO_DEVICE, Device, PlotSeries } from '../../../testbench/contract.ts';

const DEMO: typeof DEMO_DEVICE = 'demo';

/** `wheels[0].speed`; empty for the param itself. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** As the user named it, else by its field. */
export const seriesName = ({ name, path, url }: PlotSeries): string => name || pathText(path) || url;

/** What the devices of the window know by `DEMO_DEVICE`. */
export function deviceOf(devices: readonly Device[], deviceId: string): Device | undefined {
  return devices.find((device) => (deviceId === DEMO ? device.demo : device.id === deviceId));
}
