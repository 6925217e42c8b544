import { Argument, type Command } from 'commander';
import { Exit } from '../exit.ts';
import type { Done } from './common.ts';

const COMPLETION_HELP = `
Examples:
  vsoa-testbench completion bash > ~/.local/share/bash-completion/completions/vsoa-testbench
  vsoa-testbench completion zsh > "\${fpath[1]}/_vsoa-testbench"
  vsoa-testbench completion fish > ~/.config/fish/completions/vsoa-testbench.fish`;
const MAN_HELP = `
Examples:
  vsoa-testbench man | man -l -
  vsoa-testbench man > ~/.local/share/man/man1/vsoa-testbench.1`;

export function defineShell(program: Command, done: Done): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish']))
    .description('Print a script that completes the commands and options of this program.')
    .addHelpText('after', COMPLETION_HELP)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionFor } = await import('../completion.ts');
      process.stdout.write(completionFor(shell, program));
      done(Exit.OK);
    });

  program
    .command('man')
    .description('Print the manual page of this program.')
    .addHelpText('after', MAN_HELP)
    .action(async () => {
      const { manualOf } = await import('../manual.ts');
      process.stdout.write(manualOf(program));
      done(Exit.OK);
    });
}
