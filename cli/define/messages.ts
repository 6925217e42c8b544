import type { Command } from 'commander';
import { duration, positiveInteger, positiveNumber } from '../arguments.ts';
import type { DatagramOptions } from '../datagram.ts';
import type { ListenOptions } from '../listen.ts';
import { Output } from '../output.ts';
import { type CommonOptions, type Done, timeoutOption, withConnection } from './common.ts';

const LISTEN_HELP = `
A url that ends in / takes all below it; one without a path takes all that the server publishes.
With --json, a line for each message:
  {"time":"ISO","url":"/a","param":…,"data":"base64","quick":false}
"param" is missing where there is none; "paramBase64" stands in its place where it is no JSON.
With --plot, the field of the param (such as speed or wheels[0].rpm; . for a param that is a number) is drawn as a live line
on stderr, on a terminal; without one, a line of numbers a second.

Examples:
  vsoa-testbench listen vsoa://127.0.0.1:3005/body/   # until Ctrl-C
  vsoa-testbench listen vsoa://127.0.0.1:3005/powertrain/speed --count 10 --for 5s --json
  vsoa-testbench listen vsoa://127.0.0.1:3005/powertrain/speed --plot kmh --count 50
  VSOA_PASSWD=secret vsoa-testbench listen vsoa://10.0.0.7:3005/body/ vsoa://10.0.0.8:3005/adas/ --count 20`;

const DATAGRAM_HELP = `
Nothing answers a datagram: exit code 0 says that it was sent.

Examples:
  vsoa-testbench datagram vsoa://127.0.0.1:3005/diag/ping --param '{"n":1}'
  vsoa-testbench datagram vsoa://10.0.0.7:3005/joystick --param @stick.json --quick --repeat 60 --rate 60`;

export function defineMessages(program: Command, done: Done): void {
  withConnection(program.command('listen').argument('<url...>', 'vsoa://host:port/path of what is subscribed'))
    .description('Subscribe, and print what is published.')
    .option('--count <n>', 'end after so many messages', positiveInteger)
    .option('--for <time>', 'end after this time', duration)
    .option('--plot <field>', 'draw a number of the param as a line')
    .addHelpText('after', LISTEN_HELP)
    .action(async (urls: string[], options: ListenOptions & CommonOptions) => {
      const { listen } = await import('../listen.ts');
      done(await listen(urls, options, new Output(options)));
    });

  withConnection(program.command('datagram').argument('<url>', 'vsoa://host:port/path that it is for'))
    .description('Send datagrams.')
    .option('--param <json>', 'what to send: JSON text, @file, or - for stdin')
    .option('--data <bytes>', 'data to send beside it: hex:… or @file')
    .option('--quick', 'over UDP: at most 65,507 bytes, and it may be lost')
    .option('--repeat <n>', 'send so many', positiveInteger, 1)
    .option('--rate <r>', 'at most so many a second', positiveNumber)
    .addOption(timeoutOption('how long to wait for the connection', 10_000))
    .addHelpText('after', DATAGRAM_HELP)
    .action(async (url: string, options: DatagramOptions & CommonOptions) => {
      const { datagram } = await import('../datagram.ts');
      done(await datagram(url, options, new Output(options)));
    });
}
