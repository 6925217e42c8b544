import { type Command, Option } from 'commander';

/** Options whose value is a file. */
const FILE_OPTIONS = new Set(['--ca', '--cert', '--key', '--to', '--out', '--junit', '--env']);
/** Commands whose argument is a file. */
const FILE_COMMANDS = new Set(['put', 'show', 'convert', 'mock', 'run', 'position']);

interface Known {
  name: string;
  description: string;
  options: {
    flags: string[];
    description: string;
    takesFile: boolean;
    takesValue: boolean;
    choices: readonly string[];
  }[];
  choices: readonly string[];
}

/** A script for the shell; it knows what the program knows now. */
export function completionFor(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const commands = program.commands.map(known);
  return { bash, zsh, fish }[shell](program.name(), commands);
}

function known(command: Command): Known {
  return {
    name: command.name(),
    description: command.description(),
    options: [...command.options, new Option('-h, --help', 'print its help')].map((option: Option) => ({
      flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
      description: option.description,
      // One of these is a form, not a file.
      takesFile: FILE_OPTIONS.has(option.long ?? '') && option.argChoices === undefined,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
}

function bash(program: string, commands: Known[]): string {
  const cases = commands.map((command) => {
    const flags = command.options.flatMap((option) => option.flags);
    const values = command.options
      .filter(({ choices, takesFile, takesValue }) => takesValue && (takesFile || choices.length > 0))
      .map(({ flags: names, choices, takesFile }) => {
        const answer = takesFile ? '$(compgen -f -- "$word")' : `$(compgen -W "${choices.join('\n')}" -- "$word")`;
        return `        ${names.join('|')}) COMPREPLY=(${answer}); return ;;`;
      });
    const words = [...flags, ...command.choices].join('\n');
    const files = FILE_COMMANDS.has(command.name) ? ' $(compgen -f -- "$word")' : '';
    const inner = values.length === 0 ? [] : ['      case "$before" in', ...values, '      esac'];
    return [`    ${command.name})`, ...inner, `      COMPREPLY=($(compgen -W "${words}" -- "$word")${files}) ;;`].join(
      '\n',
    );
  });
  return `# bash completion of ${program}
_${identifier(program)}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  # Names of files have spaces.
  local IFS=$'\\n'
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...commands.map(({ name }) => name), '--help', '--version'].join('\n')}" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _${identifier(program)} ${program}
`;
}

function zsh(program: string, commands: Known[]): string {
  const cases = commands.map((command) => {
    const options = command.options.map(({ flags, description, takesFile, takesValue, choices }) => {
      let value = '';
      if (choices.length > 0) value = `:value:(${choices.join(' ')})`;
      else if (takesValue) value = takesFile ? ':file:_files' : ':value:';
      return flags.map((flag) => `'${flag}[${escaped(description)}]${value}'`).join(' ');
    });
    const other = FILE_COMMANDS.has(command.name) ? `'*:file:_files'` : `'*:value:'`;
    const rest = command.choices.length > 0 ? `'*:value:(${command.choices.join(' ')})'` : other;
    return `    ${command.name}) _arguments ${[...options, rest].join(' ')} ;;`;
  });
  const names = commands.map(({ name, description }) => `'${name}:${escaped(description)}'`);
  return `#compdef ${program}
_${identifier(program)}() {
  local -a commands=(${names.join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_${program}" ]; then _${identifier(program)} "$@"; else compdef _${identifier(program)} ${program}; fi
`;
}

function fish(program: string, commands: Known[]): string {
  const lines = [`# fish completion of ${program}`, `complete -c ${program} -f`];
  for (const { name, description, options, choices } of commands) {
    lines.push(`complete -c ${program} -n __fish_use_subcommand -a ${name} -d '${quoted(description)}'`);
    const when = `-n '__fish_seen_subcommand_from ${name}'`;
    if (FILE_COMMANDS.has(name)) lines.push(`complete -c ${program} ${when} -F`);
    if (choices.length > 0) lines.push(`complete -c ${program} ${when} -a '${choices.join(' ')}'`);
    for (const option of options) {
      const flags = option.flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const value = option.takesValue ? (option.takesFile ? ' -r -F' : ' -x') : '';
      const wanted = option.choices.length > 0 ? ` -a '${option.choices.join(' ')}'` : '';
      lines.push(
        `complete -c ${program} ${when} ${flags.join(' ')}${value}${wanted} -d '${quoted(option.description)}'`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function identifier(name: string): string {
  return name.replaceAll('-', '_');
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

/** For text in single quotes, and in the brackets of zsh. */
function escaped(text: string): string {
  return quoted(text).replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
}
