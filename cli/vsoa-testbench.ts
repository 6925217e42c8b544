#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { duration, positiveInteger, positiveNumber } from './arguments.ts';
import type { CallOptions } from './call.ts';
import { Exit, type ExitCode, exitCodeOf, messageOf } from './exit.ts';
import type { ListenOptions } from './listen.ts';
import { complain, Output } from './output.ts';

declare const PROGRAM_VERSION: string;

const HELP = `
Data goes to stdout, messages to stderr. Exit codes:
  0  done
  1  the server answered, but not with success; or fewer messages came, or were printed, than asked for
  2  wrong use
  3  no connection, or no answer`;

const CALL_HELP = `
With --json, a line for each answer:
  {"status":0,"statusName":"success","param":…,"data":"base64","tunnelId":0,"rttMs":1.2}
"param" is missing where there is none; "paramBase64" stands in its place where it is no JSON.

Examples:
  vsoa-testbench call vsoa://127.0.0.1:3005/echo --param '{"a":1}' --json
  vsoa-testbench call vsoa://10.0.0.7:3005/climate/set-temperature --set --param '{"celsius":21}'
  vsoa-testbench call vsoa://10.0.0.7:3005/flash --set --param @header.json --data @image.bin --timeout 2m
  vsoa-testbench call vsoa://10.0.0.7:3005/status --repeat 100 --rate 10`;

const LISTEN_HELP = `
A url that ends in / takes all below it; one without a path takes all that the server publishes.
With --json, a line for each message:
  {"time":"ISO","url":"/a","param":…,"data":"base64","quick":false}
"param" is missing where there is none; "paramBase64" stands in its place where it is no JSON.

Examples:
  vsoa-testbench listen vsoa://127.0.0.1:3005/body/
  vsoa-testbench listen vsoa://127.0.0.1:3005/speed --count 10 --for 5s --json
  VSOA_PASSWD=secret vsoa-testbench listen vsoa://10.0.0.7:3005/a vsoa://10.0.0.8:3005/b`;

interface CommonOptions {
  json?: boolean;
  quiet?: boolean;
}

// Also takes the arguments, and with them a password, out of what `ps` shows.
process.title = 'vsoa-testbench';
process.exitCode = await main();

async function main(): Promise<ExitCode> {
  let code: ExitCode = Exit.OK;
  if (process.argv.length < 3) {
    complain('expected a command, call or listen; --help says more');
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

function timeoutOption(): Option {
  return new Option('--timeout <time>', 'how long to wait for the answer').argParser(duration).default(60_000, '60s');
}

function makeProgram(done: (code: ExitCode) => void): Command {
  const program = new Command('vsoa-testbench')
    .description('Talk to VSOA devices from a terminal.')
    .version(PROGRAM_VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(text.replace(/^error: /, '').trim()) })
    .addHelpText('after', HELP);

  withCommon(program.command('call').argument('<url>', 'vsoa://host:port/path of what is called'))
    .description('Call an RPC and print its answer.')
    .option('--set', 'call with the method SET instead of GET')
    .option('--param <json>', 'what to send: JSON text, @file, or - for stdin')
    .option('--data <bytes>', 'data to send beside it: hex:… or @file')
    .addOption(timeoutOption())
    .option('--repeat <n>', 'call so often', positiveInteger, 1)
    .option('--rate <r>', 'at most so many calls a second', positiveNumber)
    .addHelpText('after', CALL_HELP)
    .action(async (url: string, options: CallOptions & CommonOptions) => {
      const { call } = await import('./call.ts');
      done(await call(url, options, new Output(options)));
    });

  withCommon(program.command('listen').argument('<url...>', 'vsoa://host:port/path of what is subscribed'))
    .description('Subscribe, and print what is published.')
    .option('--count <n>', 'end after so many messages', positiveInteger)
    .option('--for <time>', 'end after this time', duration)
    .addHelpText('after', LISTEN_HELP)
    .action(async (urls: string[], options: ListenOptions & CommonOptions) => {
      const { listen } = await import('./listen.ts');
      done(await listen(urls, options, new Output(options)));
    });

  return program;
}

function withCommon(command: Command): Command {
  return command
    .addOption(new Option('--passwd <password>', 'password of the server').env('VSOA_PASSWD'))
    .option('--json', 'print one JSON value a line')
    .option('--quiet', 'no messages on stderr but errors');
}
