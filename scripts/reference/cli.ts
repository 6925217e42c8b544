import type { Argument, Command, Option } from 'commander';
import { textBelowOptions } from '../../cli/manual.ts';
import { code, tableOf } from './part.ts';

/** One line for each command. */
export function commandList(program: Command): string {
  const rows = program.commands.map((command) => [
    `[${[command.name(), ...command.registeredArguments.map(argumentText)].map(code).join(' ')}](#${command.name()})`,
    command.description().replace(/\.$/, ''),
  ]);
  return tableOf(['command', 'what it does'], rows);
}

/** Every command with its arguments, options, and the text of its help. */
export function commandReference(program: Command): string {
  return program.commands.map(sectionOf).join('\n\n');
}

function sectionOf(command: Command): string {
  const rows = [...command.registeredArguments.map(argumentRow), ...command.options.map(optionRow)];
  return [
    `### ${command.name()}`,
    command.description(),
    ...(rows.length === 0 ? [] : [tableOf(['', 'by default', ''], rows)]),
    ...textOf(command),
  ].join('\n\n');
}

/** The words of the help as they are, its examples as commands. */
function textOf(command: Command): string[] {
  const [words = '', examples = ''] = textBelowOptions(command).split(/^Examples:\n/m);
  const commands = examples.replaceAll(/^ {2}/gm, '').trim();
  return [
    ...(words.trim() === '' ? [] : [`\`\`\`text\n${words.trim()}\n\`\`\``]),
    ...(commands === '' ? [] : [`\`\`\`sh\n${commands}\n\`\`\``]),
  ];
}

function argumentRow(argument: Argument): string[] {
  return [code(argumentText(argument)), '', withChoices(argument.description, argument.argChoices)];
}

function optionRow(option: Option): string[] {
  const { defaultValue, defaultValueDescription, description, argChoices, envVar, mandatory } = option;
  const standard = defaultValue === undefined ? '' : code(defaultValueDescription ?? String(defaultValue));
  const fallback = envVar === undefined ? standard : code(`$${envVar}`);
  return [code(option.flags), mandatory ? 'required' : fallback, withChoices(description, argChoices)];
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.map(code).join(', ')}`;
}

function argumentText(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
