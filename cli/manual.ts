import type { Command } from 'commander';

/** The manual page, roff, of what the program knows now. */
export function manualOf(program: Command): string {
  const name = program.name();
  const sections = program.commands.flatMap((command) => [
    `.SS ${escaped(usageOf(name, command))}`,
    escaped(command.description()),
    ...command.options.flatMap(({ flags, description }) => ['.TP', `.B ${escaped(flags)}`, escaped(description)]),
    ...textOf(command),
  ]);
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${escaped(program.version() ?? '')}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${escaped(program.description())}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '.I command',
    '[\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    'Does in a terminal what the window of VSOA Testbench does: calls, subscriptions, datagrams, streams, traffic files, mock ECUs',
    'and position servers of VSOA, the Vehicle SOA protocol. Data goes to standard output, messages to standard error.',
    '.SH COMMANDS',
    ...sections,
    '.SH ENVIRONMENT',
    '.TP',
    '.B VSOA_PASSWD',
    'Password of the server, as \\-\\-passwd.',
    '.TP',
    '.B VSOA_POS_SERVER',
    'Position servers, host:port separated by commas.',
    '.TP',
    '.B NO_COLOR',
    'No colours on a terminal.',
    '.SH EXIT STATUS',
    '.TP',
    '.B 0',
    'Done.',
    '.TP',
    '.B 1',
    'There was an answer, but not success, or what was waited for did not come.',
    '.TP',
    '.B 2',
    'Wrong use.',
    '.TP',
    '.B 3',
    'No connection, or no answer.',
    '',
  ].join('\n');
}

/** What stands below the options in its help. */
export function textBelowOptions(command: Command): string {
  const shown: string[] = [];
  command.configureOutput({ writeOut: (text) => shown.push(text) });
  command.outputHelp();
  const whole = shown.join('');
  return whole.slice(whole.indexOf('\n', whole.lastIndexOf('display help for command'))).trim();
}

function usageOf(name: string, command: Command): string {
  return `${name} ${command.name()} ${command.usage()}`;
}

function textOf(command: Command): string[] {
  const text = textBelowOptions(command);
  return text === '' ? [] : ['.PP', '.nf', ...text.split('\n').map(escaped), '.fi'];
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}
