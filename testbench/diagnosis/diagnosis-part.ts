import path from 'node:path';
import type { FileDialogs } from '../capture/dialogs.ts';
import type { diagnosisCommands } from '../contract/diagnosis.ts';
import type { DiagnosisEvents, EventBatch, Handlers } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { Part } from '../part.ts';
import { saveFile } from '../save-file.ts';
import type { Host } from './host.ts';
import { reportText, withoutHome, withoutNames } from './report.ts';

type Command = keyof typeof diagnosisCommands;

/** Of the log, as it goes into a report. */
const LOG_BYTES = 131_072;

export interface DiagnosisPartOptions {
  host: Host;
  dialogs: FileDialogs;
  /** All that the window is told. */
  snapshot: () => Required<EventBatch>;
  onChange: () => void;
}

/** The program around the bench as the window sees it: what went wrong in it, and reports. */
export class DiagnosisPart implements Part<Command, 'diagnosis'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: DiagnosisPartOptions;
  #changed = false;
  #report: string | undefined;

  constructor(options: DiagnosisPartOptions) {
    this.#options = options;
    const { host, onChange } = options;
    host.mishaps.onChange(() => {
      this.#changed = true;
      onChange();
    });
    this.handlers = {
      mishapTold: ({ id }) => host.mishaps.told(id),
      makeReport: ({ names, settings }) => {
        this.#report = this.report(settings, names);
        return this.#report;
      },
      saveReport: () => this.saveReport(this.#report),
      showLogs: () => host.showLogs(),
      restart: ({ safeMode }) => host.restart({ safeMode }),
      setLanguage: ({ language }) => host.setLanguage(language),
    };
  }

  all(): Required<DiagnosisEvents> {
    const { safeMode, mishaps } = this.#options.host;
    return { diagnosis: { safeMode, mishaps: [...mishaps.untold] } };
  }

  take(): DiagnosisEvents {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  async close(): Promise<void> {
    this.#options.host.mishaps.onChange(undefined);
  }

  report(settings: Record<string, string> = {}, names = false): string {
    const { host, snapshot } = this.#options;
    const shape = snapshot();
    const text = reportText({
      at: new Date(),
      facts: host.facts(),
      settings,
      shape,
      problems: shape.workspace.problems.map(({ file, kind }) => `${kind}: ${file}`),
      records: host.mishaps.records(),
      log: host.lastLog(LOG_BYTES),
    });
    return withoutHome(names ? text : withoutNames(text, namesIn(shape)));
  }

  /** Null where the user chose no file. */
  async saveReport(text: string | undefined): Promise<{ name: string } | null> {
    if (text === undefined) throw new BenchFailure('INVALID_ARGUMENT', 'there is no report to be saved');
    const name = `vsoa-testbench-report-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
    const file = await this.#options.dialogs.chooseSave({ name, extension: 'txt' });
    if (file === null) return null;
    await saveFile(file, [Buffer.from(text)]);
    return { name: path.basename(file) };
  }
}

/** What tells where the user works, and on what. */
function namesIn({ devices, workspace }: Required<EventBatch>): string[] {
  const folders = [workspace.place, workspace.missing, ...workspace.recent].flatMap((place) => place?.folder ?? []);
  const ofDevices = devices.flatMap(({ url, name }) => [url, hostOf(url), name]);
  return [...folders, ...ofDevices];
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);
