import { useMemo } from 'react';
import type { Device } from '../../../testbench/contract.ts';
import { type Translate, useT } from '../i18n.ts';
import { en, type Key } from '../locales/en.ts';
import { useDevices } from '../state/devices.ts';
import { ownTabOf } from './dock-model.ts';

type Known = [id: string, name: string, color: string];

/** Devices by id as they were last seen, so that a tab whose device was removed still says whose it was. */
const seen = new Map<string, { name: string; color: string }>();

export const colorOf = (deviceId: string): string | undefined => seen.get(deviceId)?.color;

/** How a tab of a device is called: `RPC · Gateway`. */
function ownTabName(name: string, t: Translate): string | null {
  const own = ownTabOf(name);
  if (!own) return null;
  const device = seen.get(own.deviceId)?.name ?? t('tab.goneDevice');
  return t('tab.own', { pane: t(`pane.${own.pane}`), device });
}

/**
 * For the layout: names of panes are keys of ours, and so are the labels of its own buttons. Another function whenever
 * the language or the name or colour of a device changes.
 */
export function useTabNames(): (name: string) => string {
  const t = useT();
  const devices = useDevices((state) => fingerprint(state.devices));
  return useMemo(() => {
    for (const [id, name, color] of JSON.parse(devices) as Known[]) seen.set(id, { name, color });
    return (name) => (name in en ? t(name as Key) : (ownTabName(name, t) ?? name));
  }, [t, devices]);
}

/** Their states change all the time, which is nothing to a tab. */
const fingerprint = (devices: Device[]): string =>
  JSON.stringify(devices.map(({ id, name, options }): Known => [id, name, options.color]));
