import type { Command } from 'commander';
import { Output } from '../output.ts';
import type { GetOptions, PutOptions } from '../transfer.ts';
import { type CommonOptions, type Done, timeoutOption, withConnection } from './common.ts';

const JSON_HELP = `With --json: {"bytes":1048576,"sha256":"…","seconds":0.8}`;
const GET_HELP = `
The url is called, and the stream that its answer offers is received into the file: as FILE.part first, which stays where
something goes wrong. Where the answer announces a size or a SHA-256, what came must have it. ${JSON_HELP}

Examples:
  vsoa-testbench get vsoa://127.0.0.1:3005/diagnostics/log --to car.log
  vsoa-testbench get vsoa://10.0.0.7:3005/diagnostics/log --param '{"days":1}' --to car.log --force --json`;
const PUT_HELP = `
The url is called with SET, and the file is sent over the stream that its answer offers; the
server ends the stream when it has all. {{fileName}} and {{fileSize}} in --param stand for those of the file. ${JSON_HELP}

Examples:
  vsoa-testbench put firmware.bin vsoa://127.0.0.1:3005/ota/update
  vsoa-testbench put map.db vsoa://10.0.0.7:3005/ota/update --param '{"name":"{{fileName}}","size":{{fileSize}}}'`;

export function defineStreams(program: Command, done: Done): void {
  withConnection(program.command('get').argument('<url>', 'vsoa://host:port/path that offers a stream'))
    .description('Receive a stream into a file.')
    .requiredOption('--to <file>', 'where to')
    .option('--force', 'replace the file where there is one')
    .option('--set', 'call with the method SET instead of GET')
    .option('--param <json>', 'what to call with: JSON text, @file, or - for stdin')
    .addOption(timeoutOption('how long to wait for the answer, and for bytes', 60_000))
    .addHelpText('after', GET_HELP)
    .action(async (url: string, options: GetOptions & CommonOptions) => {
      const { get } = await import('../transfer.ts');
      done(await get(url, options, new Output(options)));
    });

  withConnection(
    program
      .command('put')
      .argument('<file>', 'what to send')
      .argument('<url>', 'vsoa://host:port/path that takes a stream'),
  )
    .description('Send a file over a stream.')
    .option('--get', 'call with the method GET instead of SET')
    .option('--param <json>', 'what to call with: JSON text, @file, or - for stdin')
    .addOption(timeoutOption('how long to wait for the answer, and for the server to take bytes', 60_000))
    .addHelpText('after', PUT_HELP)
    .action(async (file: string, url: string, options: PutOptions & CommonOptions) => {
      const { put } = await import('../transfer.ts');
      done(await put(file, url, options, new Output(options)));
    });
}
