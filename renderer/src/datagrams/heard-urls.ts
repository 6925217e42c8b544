import type { DatagramRow } from '../../../testbench/contract.ts';

const MOST = 200;
const LONGEST = 1_024;

const byDevice = new Map<string, Set<string>>();

/** Urls of datagrams that were in view, the newest first. */
export function heardUrls(deviceId: string | null): string[] {
  return [...(byDevice.get(deviceId ?? '') ?? [])].toReversed();
}

export function hearUrls(deviceId: string, rows: readonly DatagramRow[]): void {
  let urls = byDevice.get(deviceId);
  if (!urls) byDevice.set(deviceId, (urls = new Set()));
  for (const { url } of rows) if (url.length <= LONGEST) urls.add(url);
  for (const url of urls) {
    if (urls.size <= MOST) return;
    urls.delete(url);
  }
}
