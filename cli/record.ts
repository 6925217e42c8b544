import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
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
  if (existsSync(file)) {
    if (options.force !== true) {
      throw new UsageError(`${options.to} is there already: expected another name, or --force to replace it`);
    }
    await rm(file);
  }
  const recorder = await Recorder.start({
    folder: path.dirname(file),
    maxFileBytes: Infinity,
    maxFiles: 1,
    syncMs: SYNC,
    clock: systemClock,
    onChange: () => undefined,
    openNew: () => open(file, 'wx'),
  });
  const start = performance.now();
  let code: ExitCode;
  try {
    code = await listenTo(urls, options, output, { tap: recorder, take: () => true });
  } finally {
    await recorder.stop();
    const { packets, bytes, lost, error } = recorder.describe();
    const seconds = Math.round(performance.now() - start) / 1_000;
    if (output.json) output.line(JSON.stringify({ file: options.to, packets, bytes, lost, seconds }));
    output.message(
      `${packets} packets, ${bytes} bytes in ${options.to}`,
      error === null && lost === 0 ? 'good' : 'bad',
    );
    if (lost > 0) output.message(`${lost} packets are lost: ${error?.message ?? 'the disk was too slow'}`, 'bad');
  }
  return recorder.describe().lost > 0 ? Exit.REFUSED : code;
}
