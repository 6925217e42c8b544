import { Command } from 'commander';
import { defineCalls } from './define/calls.ts';
import type { Define, Done } from './define/common.ts';
import { defineMessages } from './define/messages.ts';
import { defineScenarios } from './define/scenarios.ts';
import { defineServers } from './define/servers.ts';
import { defineShell } from './define/shell.ts';
import { defineStreams } from './define/streams.ts';
import { defineTraffic } from './define/traffic.ts';
import { complain } from './output.ts';

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

/** All commands with their options and help; nothing runs before it is parsed. */
export function makeProgram(version: string, done: Done): Command {
  const program = new Command('vsoa-testbench')
    .description('Talk to VSOA devices from a terminal.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(text.replace(/^error: /, '').trim()) })
    .addHelpText('after', HELP);
  for (const define of DEFINITIONS) define(program, done);
  return program;
}
