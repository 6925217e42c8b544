import { BenchFailure } from '../errors.ts';

export type OpenKind = 'capture' | 'json' | 'pem' | 'list' | 'scenario' | 'workspace' | 'any';

/** How the bench asks the user for a place on the disk. Each answers null where the user chose none. */
export interface FileDialogs {
  /** Whether a file there may be replaced is asked by the dialog. `name` is proposed, without extension, save for `any`. */
  chooseSave(options: {
    name: string;
    extension: 'pcapng' | 'jsonl' | 'csv' | 'json' | 'png' | 'txt' | 'vsoa-workspace' | 'any';
  }): Promise<string | null>;
  /** By default a capture: a pcapng or pcap file. */
  chooseOpen(kind?: OpenKind): Promise<string | null>;
  chooseFolder(): Promise<string | null>;
  /** Opens the system's view of the folder in which the file is, with the file selected. */
  showInFolder(file: string): void;
}

/** Without a window there is nobody to ask. */
export const noDialogs: FileDialogs = {
  chooseSave: () => Promise.reject(new BenchFailure('FILE_UNWRITABLE', 'there is no window to ask for a file')),
  chooseOpen: () => Promise.reject(new BenchFailure('FILE_UNREADABLE', 'there is no window to ask for a file')),
  chooseFolder: () => Promise.reject(new BenchFailure('FILE_UNWRITABLE', 'there is no window to ask for a folder')),
  showInFolder: () => undefined,
};
