import type { Command } from 'commander';
import { Option } from 'commander';
import { all, positiveInteger, positiveNumber } from '../arguments.ts';
import type { InfoOptions } from '../info.ts';
import type { LookupFlags } from '../lookup.ts';
import { Output } from '../output.ts';
import type { PingOptions } from '../ping.ts';
import { type CommonOptions, type Done, timeoutOption, withCommon, withConnection } from './common.ts';

const PING_HELP = `
With --json, one line for each ping and one at the end:
  {"seq":1,"rttMs":0.4}  {"seq":2,"lost":true}
  {"sent":4,"received":3,"lossPercent":25,"minMs":0.3,"avgMs":0.4,"p99Ms":0.5,"maxMs":0.5}
Exit code 1 where any was lost.

Examples:
  vsoa-testbench ping vsoa://127.0.0.1:3005
  vsoa-testbench ping vsoa://10.0.0.7:3005 --count 20 --rate 20`;

const INFO_HELP = `
With --json: {"server":"vsoa://host:port","clientId":1,"info":…,"connectMs":1.2,"certificate":…}

Examples:
  vsoa-testbench info vsoa://127.0.0.1:3005
  vsoa-testbench info vsoa://10.0.0.10:3005 --ca ca.pem --json`;

const LOOKUP_HELP = `
Without --server, those of VSOA_POS_SERVER and /etc/vsoa.pos are asked. With --json:
  {"name":"body","found":true,"host":"10.0.0.7","port":3005,"security":false,"rttMs":0.8}
Exit code 1 where nobody knows the name.

Examples:
  vsoa-testbench lookup body
  vsoa-testbench lookup body --server 10.0.0.1:54 --family 4 --json`;

export function defineServers(program: Command, done: Done): void {
  withConnection(program.command('ping').argument('<url>', 'vsoa://host:port'))
    .description('Measure the round trip to a server.')
    .option('--count <n>', 'so many pings', positiveInteger, 4)
    .option('--rate <r>', 'so many a second', positiveNumber, 1)
    .addOption(timeoutOption('a ping that is not answered by then is lost', 5_000))
    .addHelpText('after', PING_HELP)
    .action(async (url: string, options: PingOptions & CommonOptions) => {
      const { ping } = await import('../ping.ts');
      done(await ping(url, options, new Output(options)));
    });

  withConnection(program.command('info').argument('<url>', 'vsoa://host:port'))
    .description('Print what a server says of itself.')
    .addOption(timeoutOption('how long to wait for the connection', 10_000))
    .addHelpText('after', INFO_HELP)
    .action(async (url: string, options: InfoOptions & CommonOptions) => {
      const { info } = await import('../info.ts');
      done(await info(url, options, new Output(options)));
    });

  withCommon(program.command('lookup').argument('<name>', 'name of a server'))
    .description('Ask position servers where a server is.')
    .option('--server <host:port>', 'position server to ask, port 54 where it is missing; may be given again', all)
    .addOption(new Option('--family <n>', 'only an address of this family').choices(['4', '6']))
    .addOption(timeoutOption('how long to wait for an answer', 2_000))
    .addHelpText('after', LOOKUP_HELP)
    .action(async (name: string, options: LookupFlags & CommonOptions) => {
      const { lookUp } = await import('../lookup.ts');
      done(await lookUp(name, options, new Output(options)));
    });
}
