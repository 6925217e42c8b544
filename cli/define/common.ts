import { type Command, Option } from 'commander';
import { duration } from '../arguments.ts';
import type { ExitCode } from '../exit.ts';

/** Where a command says how it went. */
export type Done = (code: ExitCode) => void;
/** Adds commands to the program; what they do is imported when they are run, so that the program starts fast. */
export type Define = (program: Command, done: Done) => void;

export interface CommonOptions {
  json?: boolean;
  quiet?: boolean;
}

/** How a server is reached beside its url. */
export interface ConnectionFlags {
  passwd?: string;
  ca?: string;
  cert?: string;
  key?: string;
  tls?: boolean;
  insecure?: boolean;
  servername?: string;
}

export function withCommon(command: Command): Command {
  return command.option('--json', 'print one JSON value a line').option('--quiet', 'no messages on stderr but errors');
}

/** For commands that talk to a server. */
export function withConnection(command: Command): Command {
  return withCommon(command)
    .addOption(new Option('--passwd <password>', 'password of the server').env('VSOA_PASSWD'))
    .option('--tls', 'connect with TLS; every option below does, too')
    .option('--ca <file>', 'authorities to trust, PEM')
    .option('--cert <file>', 'certificate of this client, PEM, with --key')
    .option('--key <file>', 'its private key, PEM')
    .option('--servername <name>', 'name that the certificate of the server must have, by default its host')
    .option('--insecure', 'take any certificate');
}

export function timeoutOption(what: string, ms: number): Option {
  return new Option('--timeout <time>', what).argParser(duration).default(ms, `${ms / 1_000}s`);
}
