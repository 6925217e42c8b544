#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { defineCalls } from './define/calls.ts';
import type { Define, Done } from './define/common.ts';
import { defineMessages } from './define/messages.ts';
import { defineScenarios } from './define/scenarios.ts';
import { defineServers } from './define/servers.ts';
import { defineShell } from './define/shell.ts';
import { defineStreams } from './define/streams.ts';
import { defineTraffic } from './define/traffic.ts';
import { Exit, type ExitCode, exitCodeOf, messageOf } from './exit.ts';
import { complain } from './output.ts';

declare const PROGRAM_VERSION: string;

const HELP = `
Data goes to stdout, messages to stderr. Exit codes:
  0  done
  1  the server answered, but not with success; or fewer messages came, or were printed, than asked for
  2  wrong use
  3  no connection, or no answer`;

const DEFINITIONS: readonly Define[] = [
  defineCalls,
  defineMessages,
  defineServers,
  defineStreams,
  defineTraffic,
  defineScenarios,
  defineShell,
];

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
    await makeProgram((result) => (code = result)).parseAsync();
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

function makeProgram(done: Done): Command {
  const program = new Command('vsoa-testbench')
    .description('Talk to VSOA devices from a terminal.')
    .version(PROGRAM_VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(text.replace(/^error: /, '').trim()) })
    .addHelpText('after', HELP);
  for (const define of DEFINITIONS) define(program, done);
  return program;
}
