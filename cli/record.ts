import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '@vsoa-testbench/core';
import { Recorder } from '../testbench/capture/recorder.ts';
import { Exit, type ExitCode, UsageError } from './exit.ts';
import { type ListenOptions, listenTo } from './listen.ts';
import type { Output } from './output.ts';

export interface RecordOptions extends ListenOptions {
  to: string;
  force?: boolean;
}

/** ms that a crash may lose. */
const SYNC = 1_000;

/** Subscribes, and writes every packet of the connections to a file as it comes. */
export async function record(urls: string[], options: RecordOptions, output: Output): Promise<ExitCode> {
  const file = path.resolve(options.to);
  const replaces = existsSync(file);
  if (replaces && options.force !== true) {
    throw new UsageError(`${options.to} is there already: expected another name, or --force to replace it`);
  }
  // What is there stays until there is something to replace it with.
  const begun = replaces ? `${file}.part` : file;
  let isListening = false;
  const recorder = await Recorder.start({
    folder: path.dirname(file),
    maxFileBytes: Infinity,
    maxFiles: 1,
    syncMs: SYNC,
    clock: systemClock,
    onChange: () => undefined,
    openNew: () => open(begun, replaces ? 'w' : 'wx'),
  });
  const start = performance.now();
  let code: ExitCode;
  try {
    code = await listenTo(urls, options, output, {
      tap: recorder,
      take: () => true,
      onListening: async () => {
        isListening = true;
        if (replaces) await rename(begun, file);
      },
    });
  } finally {
    await recorder.stop();
    if (isListening) conclude(recorder, start, options.to, output);
    else await rm(begun, { force: true });
  }
  return recorder.describe().lost > 0 ? Exit.REFUSED : code;
}

function conclude(recorder: Recorder, start: number, to: string, output: Output): void {
  const { packets, bytes, lost, error } = recorder.describe();
  const seconds = Math.round(performance.now() - start) / 1_000;
  if (output.json) output.line(JSON.stringify({ file: to, packets, bytes, lost, seconds }));
  output.message(`${packets} packets, ${bytes} bytes in ${to}`, error === null && lost === 0 ? 'good' : 'bad');
  if (lost > 0) output.message(`${lost} packets are lost: ${error?.message ?? 'the disk was too slow'}`, 'bad');
}
