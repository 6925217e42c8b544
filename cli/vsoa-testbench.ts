#!/usr/bin/env node
import { CommanderError } from 'commander';
import { Exit, type ExitCode, exitCodeOf, messageOf } from './exit.ts';
import { complain } from './output.ts';
import { makeProgram } from './program.ts';

declare const PROGRAM_VERSION: string;

// Also takes the arguments, and with them a password, out of what `ps` shows.
process.title = 'vsoa-testbench';
let unwritable = false;
watchOutput();
const ended = await main();
process.exitCode = unwritable ? Exit.REFUSED : ended;

async function main(): Promise<ExitCode> {
  let code: ExitCode = Exit.OK;
  if (process.argv.length < 3) {
    complain('expected a command such as call or listen; --help says which there are');
    return Exit.WRONG_USE;
  }
  try {
    await makeProgram(PROGRAM_VERSION, (result) => (code = result)).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.OK : Exit.WRONG_USE;
    const known = exitCodeOf(error);
    if (known === undefined) throw error;
    complain(messageOf(error));
    return known;
  }
}

/** A reader that goes away (`| head`) is none of our business; a disk that is full is told, and ends the program. */
function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (!unwritable) complain(`stdout cannot be written: ${error.message}`);
    unwritable = true;
    process.exitCode = Exit.REFUSED;
  });
  process.stderr.on('error', () => undefined);
}
