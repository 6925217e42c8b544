import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Block } from './pages.ts';
import type { World } from './world.ts';

/** A block of commands of a page, and what the page says that they print. */
export interface Commands extends Block {
  prints: string;
}

export interface Ran {
  code: number | null;
  output: string;
}

/** The blocks of commands of a page; a block `prints` belongs to the one before it. */
export function commandsOf(blocks: readonly Block[]): Commands[] {
  const found: Commands[] = [];
  for (const block of blocks) {
    if (block.language === 'sh') found.push({ ...block, prints: '' });
    const last = found.at(-1);
    if (block.note === 'prints' && last) last.prints = block.text;
  }
  return found;
}

/** Runs them in one shell, which ends at the first that fails. */
export async function runCommands(world: World, place: string, text: string): Promise<Ran> {
  return new Running(world, place, text).ended();
}

/** ms; commands that take longer hang, also on a busy machine. */
const LONGEST = 120_000;

/** Commands that run beside others, until Ctrl-C. */
export class Running {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #output = '';

  constructor(world: World, place: string, text: string) {
    const script = `exec 2>&1\nset -euo pipefail\n${world.translated(scriptOf(text))}`;
    const env = { ...process.env, ...world.environment };
    this.#child = spawn('bash', ['-c', script], {
      cwd: place,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (said: string) => (this.#output += said));
    this.#closed = once(this.#child, 'close');
    const hangs = setTimeout(() => {
      this.#output += `\nstill running after ${LONGEST / 1_000} s`;
      this.#kill('SIGKILL');
    }, LONGEST);
    this.#child.once('close', () => clearTimeout(hangs));
    // What was left in the background would keep the output open.
    this.#child.once('exit', () => this.#kill('SIGKILL'));
  }

  async says(text: RegExp): Promise<void> {
    while (!text.test(this.#output)) {
      if (this.#child.exitCode !== null) throw new Error(`ended without a word: ${this.#output}`);
      await Promise.race([once(this.#child.stdout as NonNullable<ChildProcess['stdout']>, 'data'), this.#closed]);
    }
  }

  async interrupted(): Promise<Ran> {
    this.#kill('SIGINT');
    return this.ended();
  }

  async ended(): Promise<Ran> {
    await this.#closed;
    return { code: this.#child.exitCode, output: this.#output };
  }

  /** With all that they have started. */
  #kill(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // All of it has ended already.
    }
  }
}

/** Comments at the end of a line say how it ends; lines that end in a backslash go on in the next one. */
function scriptOf(text: string): string {
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines
    .map((line) => {
      const [, untilCtrlC] = /^(.*?)\s+# until Ctrl-C/.exec(line) ?? [];
      if (untilCtrlC !== undefined) return `until-ctrl-c ${quoted(untilCtrlC)}`;
      const [, ending = '', code] = /^(.*?)\s+# exit code (\d+)/.exec(line) ?? [];
      return code === undefined ? line : `ends-with ${code} ${quoted(ending)}`;
    })
    .join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The first promised line that the output does not have, in order; `…` stands for anything. */
export function missingLine(promised: string, output: string): string | undefined {
  const left = output.split('\n').map(plain);
  return promised
    .split('\n')
    .filter((line) => !/^\s*…?$/.test(line))
    .find((line) => {
      const pattern = new RegExp(`^${plain(line).split('…').map(literal).join('.*')}$`);
      const at = left.findIndex((each) => pattern.test(each));
      left.splice(0, at + 1);
      return at < 0;
    });
}

function plain(line: string): string {
  return line.trim().replaceAll(/\s+/g, ' ');
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
