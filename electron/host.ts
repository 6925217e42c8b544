import os from 'node:os';
import path from 'node:path';
import type { Host } from '../testbench/diagnosis/host.ts';
import { shippedLicences } from './licences.ts';
import type { AppLog } from './log.ts';
import type { Mishaps } from './mishaps.ts';
import type { NativeLanguage } from './words.ts';

export interface HostOptions {
  safeMode: boolean;
  log: AppLog;
  mishaps: Mishaps;
  facts: Record<string, string>;
  updates: Host['updates'];
  /** Where the build is. */
  dist: string;
  /** Has the system show a file or folder; answers what went wrong, empty where nothing did. */
  open: (place: string) => Promise<string>;
  restart: (options: { safeMode: boolean }) => void;
  setLanguage: (language: NativeLanguage) => void;
}

/** What the bench is told of the program around it. */
export function benchHost({
  safeMode,
  log,
  mishaps,
  facts,
  updates,
  dist,
  open,
  restart,
  setLanguage,
}: HostOptions): Host {
  return {
    safeMode,
    mishaps,
    updates,
    facts: () => ({ ...facts, uptime: `${Math.round(process.uptime())} s`, memory: memory() }),
    licences: () => shippedLicences(dist),
    showRuntimeLicences: async () =>
      (await open(path.join(path.dirname(process.execPath), 'LICENSES.chromium.html'))) === '',
    lastLog: (bytes) => log.last(bytes),
    showLogs: () => {
      open(log.folder).then(
        (failure) => failure !== '' && log.warn(`the folder of the log was not shown: ${failure}`),
        (error: unknown) => log.warn(`the folder of the log was not shown: ${String(error)}`),
      );
    },
    restart,
    setLanguage,
  };
}

/** Of this program and the system it runs on. */
export const factsOf = (version: string, packed: boolean, locale: string): Record<string, string> => ({
  version: packed ? version : `${version}, not packed`,
  electron: process.versions['electron'] ?? '',
  chromium: process.versions['chrome'] ?? '',
  node: process.versions.node,
  system: `${os.type()} ${os.release()} ${process.arch}`,
  desktop: [process.env['XDG_SESSION_TYPE'], process.env['XDG_CURRENT_DESKTOP']].filter(Boolean).join(' '),
  locale,
});

const memory = (): string => {
  const { rss, heapUsed } = process.memoryUsage();
  return `${mib(rss)} MiB, ${mib(heapUsed)} MiB of them heap; ${mib(os.freemem())} of ${mib(os.totalmem())} MiB of the system free`;
};

const mib = (bytes: number): number => Math.round(bytes / 1_048_576);
