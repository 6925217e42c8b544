import type { Licence, Mishap } from '../contract.ts';

/** The program in which the bench runs, as far as the bench has to know it. Outlives the bench. */
export interface Host {
  readonly safeMode: boolean;
  readonly mishaps: {
    readonly untold: readonly Mishap[];
    told(id: number): void;
    /** One listener at a time. */
    onChange(listener: (() => void) | undefined): void;
    /** What is kept of those of this and former runs, the newest first. */
    records(): string[];
  };
  /** Versions and the like, by their names. */
  facts(): Record<string, string>;
  /** Of every package that ships. */
  licences(): Promise<Licence[]>;
  /** False where they are not there. */
  showRuntimeLicences(): Promise<boolean>;
  /** The last `bytes` of the log. */
  lastLog(bytes: number): string;
  showLogs(): void;
  /** Returns at once. */
  restart(options: { safeMode: boolean }): void;
  setLanguage(language: 'en' | 'zh'): void;
}

/** Of a bench without a window around it. */
export const noHost: Host = {
  safeMode: false,
  mishaps: { untold: [], told: () => undefined, onChange: () => undefined, records: () => [] },
  facts: () => ({}),
  licences: async () => [],
  showRuntimeLicences: async () => false,
  lastLog: () => '',
  showLogs: () => undefined,
  restart: () => undefined,
  setLanguage: () => undefined,
};
