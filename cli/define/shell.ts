import { Argument, type Command } from 'commander';
import { Exit } from '../exit.ts';
import type { Done } from './common.ts';

const COMPLETION_HELP = `
Examples:
  echo 'eval "$(vsoa-testbench completion bash)"' >> ~/.bashrc
  echo 'eval "$(vsoa-testbench completion zsh)"' >> ~/.zshrc   # below compinit
  echo 'vsoa-testbench completion fish | source' >> ~/.config/fish/config.fish
  vsoa-testbench completion bash > vsoa-testbench.bash`;
const MAN_HELP = `
Examples:
  mkdir -p ~/.local/share/man/man1
  vsoa-testbench man > ~/.local/share/man/man1/vsoa-testbench.1   # then: man vsoa-testbench`;

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
