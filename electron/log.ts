import fs from 'node:fs';
import path from 'node:path';
import log from 'electron-log/node';

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
type Level = (typeof LEVELS)[number];

const NAME = 'main.log';
const MAX_BYTES = 1_048_576;
/** main.log and those before it, main.1.log being the newest of them. */
const MAX_FILES = 5;
/** Of one message, characters. */
const LONGEST = 8_192;

export interface AppLog {
  readonly folder: string;
  error: (message: string) => void;
  warn: (message: string) => void;
  info: (message: string) => void;
  debug: (message: string) => void;
  /** The last `bytes` of what was written, from the start of a line. */
  last: (bytes: number) => string;
}

export interface LogOptions {
  folder: string;
  /** What is less is not written. */
  level?: string | undefined;
  maxBytes?: number;
}

/**
 * The log of the main process: at most 5 files of 1 MiB in `folder`, and stderr. Who calls says nothing secret: neither
 * what is in packets nor what is asked of the bench. A disk that cannot be written to is no reason to stop.
 */
export function openLog({ folder, level = 'info', maxBytes = MAX_BYTES }: LogOptions): AppLog {
  const wanted: Level = LEVELS.find((each) => each === level) ?? 'info';
  const logger = log.create({ logId: folder });
  const { file, console: terminal } = logger.transports;
  terminal.level = wanted;
  terminal.useStyles = false;
  terminal.format = '[window] {text}';
  // Whatever the level: what an app says beside its work is no output of it.
  terminal.writeFn = ({ message }) => console.error(...message.data);
  try {
    fs.mkdirSync(folder, { recursive: true });
    file.level = wanted;
  } catch (error) {
    file.level = false;
    console.error(`[window] no log in ${folder}: ${String(error)}`);
  }
  file.resolvePathFn = () => path.join(folder, NAME);
  file.maxSize = maxBytes;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.format = '{iso} {level} {text}';
  file.archiveLogFn = () => rotate(folder);
  const write = (as: Level) => (message: string) => logger[as](oneEntry(message));
  return {
    folder,
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    last: (bytes) => lastOf(folder, bytes),
  };
}

/** No text from elsewhere can pass for an entry of its own, or move the cursor of a terminal. */
function oneEntry(message: string): string {
  const cut = message.length > LONGEST ? `${message.slice(0, LONGEST)} … (${message.length} characters)` : message;
  return cut.replaceAll(/\r?\n/g, '\n    ').replaceAll(CONTROL, '\u{fffd}');
}

const CONTROL = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/gu;

const fileAt = (folder: string, age: number) => path.join(folder, age === 0 ? NAME : `main.${age}.log`);

function rotate(folder: string): void {
  for (let age = MAX_FILES - 2; age >= 0; age--) {
    try {
      fs.renameSync(fileAt(folder, age), fileAt(folder, age + 1));
    } catch {
      // There are not so many yet. One that cannot be moved grows on: better than to lose what is said.
    }
  }
}

function lastOf(folder: string, bytes: number): string {
  let text = Buffer.alloc(0);
  for (let age = 0; age < MAX_FILES && text.length < bytes; age++) {
    try {
      text = Buffer.concat([fs.readFileSync(fileAt(folder, age)), text]);
    } catch {
      break;
    }
  }
  if (text.length <= bytes) return text.toString();
  const end = text.subarray(text.length - bytes);
  return end.subarray(end.indexOf(0x0a) + 1).toString();
}
