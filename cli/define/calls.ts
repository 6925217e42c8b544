import type { Command } from 'commander';
import { positiveInteger, positiveNumber } from '../arguments.ts';
import type { CallOptions } from '../call.ts';
import { Output } from '../output.ts';
import { type CommonOptions, type Done, timeoutOption, withConnection } from './common.ts';

const CALL_HELP = `
With --json, a line for each answer:
  {"status":0,"statusName":"success","param":…,"data":"base64","tunnelId":0,"rttMs":1.2}
"param" is missing where there is none; "paramBase64" stands in its place where it is no JSON.

Examples:
  vsoa-testbench call vsoa://127.0.0.1:3005/echo --param '{"a":1}' --json
  vsoa-testbench call vsoa://10.0.0.7:3005/climate/set-temperature --set --param '{"celsius":21}'
  vsoa-testbench call vsoa://10.0.0.7:3005/flash --set --param @header.json --data @image.bin --timeout 2m
  vsoa-testbench call vsoa://10.0.0.7:3005/status --repeat 100 --rate 10`;

export function defineCalls(program: Command, done: Done): void {
  withConnection(program.command('call').argument('<url>', 'vsoa://host:port/path of what is called'))
    .description('Call an RPC and print its answer.')
    .option('--set', 'call with the method SET instead of GET')
    .option('--param <json>', 'what to send: JSON text, @file, or - for stdin')
    .option('--data <bytes>', 'data to send beside it: hex:… or @file')
    .addOption(timeoutOption('how long to wait for the answer', 60_000))
    .option('--repeat <n>', 'call so often', positiveInteger, 1)
    .option('--rate <r>', 'at most so many calls a second', positiveNumber)
    .addHelpText('after', CALL_HELP)
    .action(async (url: string, options: CallOptions & CommonOptions) => {
      const { call } = await import('../call.ts');
      done(await call(url, options, new Output(options)));
    });
}
