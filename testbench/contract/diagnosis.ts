import * as v from 'valibot';
import { command, index, shortText } from './command.ts';

/** How the program fares in which the bench runs. */
export interface Diagnosis {
  /** Started without the saved workspace, layout and settings; nothing is saved. */
  safeMode: boolean;
  /** What went wrong and was not told yet, the oldest first. */
  mishaps: Mishap[];
}

/** Something that went wrong in the program itself. A record of it is kept, and goes into a report. */
export interface Mishap {
  id: number;
  kind: /** The process of the page ended, and the page was loaded anew. */
    | 'page-crashed'
    /** The page did not answer any more, and was loaded anew. */
    | 'page-hung'
    /** An error that nothing was prepared for. */
    | 'defect';
  /** Epoch ms. */
  at: number;
}

/** What the bench tells of the program. */
export interface DiagnosisEvents {
  diagnosis?: Diagnosis;
}

export const diagnosisCommands = {
  /** The user has been told of it. */
  mishapTold: command<void>()(v.object({ id: index })),
  /**
   * The text of a report: versions, platform, settings of the window as it names them, counts of what is in the
   * workspace, crashes, the end of the log. No secrets, nothing of packets; without `names` no hosts, devices or folders.
   */
  makeReport: command<string>()(
    v.object({ names: v.boolean(), settings: v.pipe(v.record(shortText, shortText), v.maxEntries(50)) }),
  ),
  /** Asks the user for a file, and writes the report into it that was made last; null where none was chosen. */
  saveReport: command<{ name: string } | null>()(v.undefined()),
  showLogs: command<void>()(v.undefined()),
  /** Ends the program as a user would and starts it again. */
  restart: command<void>()(v.object({ safeMode: v.boolean() })),
  /** The language for the dialogs of the system. */
  setLanguage: command<void>()(v.object({ language: v.picklist(['en', 'zh']) })),
} as const;
