import type { Command } from 'commander';
import { atMost, duration, positiveInteger, wholeNumber } from '../arguments.ts';
import type { MockOptions } from '../mock.ts';
import { Output } from '../output.ts';
import type { PositionOptions } from '../position.ts';
import { type CommonOptions, type Done, withCommon } from './common.ts';

const MOCK_HELP = `
Runs until Ctrl-C or SIGTERM, or as long as --for says; with --expect also until all that the file expects has happened.
What is wrong with the file is said as file:line:column: message, with exit code 2. When the file changes, the change is
applied to what runs. With --json, one line for each:
  {"event":"listening","ecu":"body","url":"vsoa://127.0.0.1:3005","seed":1}
  {"event":"positions","host":"127.0.0.1","port":54}
  {"event":"applied","restarted":["body"]}
  {"event":"expectation","title":"…","passed":false,"message":"…","afterMs":null}
Exit code 1 where an expectation was not met, 3 where a port is in use.

Examples:
  vsoa-testbench mock examples/vehicle/vehicle.yaml --port 3005   # until Ctrl-C
  vsoa-testbench mock examples/vehicle/vehicle.yaml --ecu body climate --seed 7 --for 1m
  vsoa-testbench mock cluster.yaml --expect --for 30s --junit report.xml`;

const POSITION_HELP = `
FILE has lines of name=host:port, or is a scenario, whose ECUs are not run. Each query is printed. With --json, a line:
  {"time":"ISO","name":"body","from":"127.0.0.1:40000","found":true,"host":"10.0.0.7","port":3005,
   "security":false}

Examples:
  vsoa-testbench position body=10.0.0.7:3005 climate=10.0.0.8:3005   # until Ctrl-C
  vsoa-testbench position ecus.txt --host 0.0.0.0 --port 54   # until Ctrl-C`;

export function defineScenarios(program: Command, done: Done): void {
  withCommon(program.command('mock').argument('<file>', 'scenario file, YAML or JSON'))
    .description('Run mock ECUs from a scenario file.')
    .option('--for <time>', 'end after this time', duration)
    .option('--expect', 'judge what the file expects, and end as soon as all of it has happened')
    .option('--junit <file>', 'write the expectations as JUnit XML; implies --expect')
    .option('--ecu <name...>', 'run only these ECUs')
    .option('--port <n>', 'port of the first ECU that has none in the file, the next ones count up', atMost(65_535))
    .option('--seed <n>', 'seed of everything random, in place of that of the file', wholeNumber)
    .addHelpText('after', MOCK_HELP)
    .action(async (file: string, options: MockOptions & CommonOptions) => {
      const { mock } = await import('../mock.ts');
      done(await mock(file, options, new Output(options)));
    });

  withCommon(program.command('position').argument('<entry...>', 'name=host:port, or a file'))
    .description('Run a position server.')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'UDP port, 54 is the one that clients ask; 0: any that is free', wholeNumber, 0)
    .option('--for <time>', 'end after this time', duration)
    .option('--count <n>', 'end after so many queries', positiveInteger)
    .addHelpText('after', POSITION_HELP)
    .action(async (entries: string[], options: PositionOptions & CommonOptions) => {
      const { position } = await import('../position.ts');
      done(await position(entries, options, new Output(options)));
    });
}
