import { type Command, Option } from 'commander';
import { all, atMost, duration, positiveInteger, positiveNumber } from '../arguments.ts';
import type { BenchOptions } from '../bench.ts';
import type { CallOptions } from '../call.ts';
import { Output } from '../output.ts';
import type { RunOptions } from '../run.ts';
import { type CommonOptions, type Done, timeoutOption, withConnection } from './common.ts';

const CALL_HELP = `
With --json, a line for each answer:
  {"status":0,"statusName":"success","param":…,"data":"base64","tunnelId":0,"rttMs":1.2}
"param" is missing where there is none; "paramBase64" stands in its place where it is no JSON.

Examples:
  vsoa-testbench call vsoa://127.0.0.1:3005/echo --param '{"a":1}' --json
  vsoa-testbench call vsoa://10.0.0.7:3005/climate/set-temperature --set --param '{"celsius":21}'
  vsoa-testbench call vsoa://10.0.0.7:3005/echo --set --param @header.json --data @image.bin --timeout 2m
  vsoa-testbench call vsoa://10.0.0.7:3005/body/doors --repeat 20 --rate 10`;

const BENCH_HELP = `
The latency is the round trip of a call, from its encoding to its answer; percentiles are exact to 1 %. With --json:
  {"calls":52000,"good":52000,"seconds":10,"callsPerSecond":5200,
   "latencyMs":{"min":0.1,"mean":0.19,"p50":0.18,"p90":0.25,"p99":0.4,"p999":1.1,"max":3},"errors":{}}
Exit code 1 where any call went wrong, 3 where none was answered.

Examples:
  vsoa-testbench bench vsoa://127.0.0.1:3005/echo --param '{"a":1}' --for 1s
  vsoa-testbench bench vsoa://10.0.0.7:3005/body/doors --connections 8 --in-flight 32 --for 1m --json`;

const RUN_HELP = `
The collection is a folder of saved requests, one request, or a workspace (docs/requests.md). A request passes where all that
it expects is so; where it expects nothing, with status 0. {{variables}} come from the environment (its name in the workspace,
or a file) and from --var; secrets are only given by --var. With --json a line for each request:
  {"request":"Body/Open a door","passed":true,"status":0,"rttMs":0.8,"failures":[]}
Exit code 1 where one did not pass.

Examples:
  vsoa-testbench run my-workspace --server vsoa://127.0.0.1:3005
  vsoa-testbench run my-workspace/requests/Body --env Lab --var pin=1234 --server vsoa://127.0.0.1:3005 --junit report.xml`;

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

  withConnection(program.command('bench').argument('<url>', 'vsoa://host:port/path of what is called'))
    .description('Put a load of calls on a server, and measure.')
    .option('--connections <c>', 'so many at a time, at most 1000', atMost(1_000), 1)
    .option('--in-flight <n>', 'so many calls at a time on each, at most 10000', atMost(10_000), 1)
    .addOption(new Option('--for <time>', 'how long').argParser(duration).default(10_000, '10s'))
    .option('--set', 'call with the method SET instead of GET')
    .option('--param <json>', 'what to send: JSON text, @file, or - for stdin')
    .option('--data <bytes>', 'data to send beside it: hex:… or @file')
    .addOption(timeoutOption('how long to wait for each answer', 10_000))
    .addHelpText('after', BENCH_HELP)
    .action(async (url: string, options: BenchOptions & CommonOptions) => {
      const { bench } = await import('../bench.ts');
      done(await bench(url, options, new Output(options)));
    });

  withConnection(program.command('run').argument('<collection>', 'folder of saved requests, a request, or a workspace'))
    .description('Run saved requests and check what they expect.')
    .option('--server <url>', 'vsoa://host:port; by default the variable server')
    .option('--env <name>', 'environment')
    .option('--var <name=value>', 'a variable; may be given again', all)
    .option('--junit <file>', 'write a report, JUnit XML')
    .option('--bail', 'end at the first that fails')
    .addOption(timeoutOption('how long to wait for the connection', 10_000))
    .addHelpText('after', RUN_HELP)
    .action(async (collection: string, options: RunOptions & CommonOptions) => {
      const { run } = await import('../run.ts');
      done(await run(collection, options, new Output(options)));
    });
}
