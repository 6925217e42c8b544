import type { Licence, Mishap, Updates } from '../contract.ts';

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
  readonly updates: {
    readonly state: Updates;
    switch(on: boolean): void;
    check(): Promise<void>;
    download(): Promise<void>;
    cancelDownload(): void;
    install(): Promise<void>;
    /** One listener at a time. */
    onChange(listener: (() => void) | undefined): void;
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
  updates: {
    state: { state: 'unavailable', why: 'no-feed' },
    switch: () => undefined,
    check: async () => undefined,
    download: async () => undefined,
    cancelDownload: () => undefined,
    install: async () => undefined,
    onChange: () => undefined,
  },
  facts: () => ({}),
  licences: async () => [],
  showRuntimeLicences: async () => false,
  lastLog: () => '',
  showLogs: () => undefined,
  restart: () => undefined,
  setLanguage: () => undefined,
};
