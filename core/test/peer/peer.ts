import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Line = Record<string, unknown>;

/** A peer in a process of its own, spoken to in lines of JSON. */
export class Peer {
  readonly #child;
  readonly #lines: Line[] = [];
  #look: (() => void) | undefined;
  #errors = '';

  /** `env` is set beside the environment of this process. */
  constructor(script: `vsoa-${string}.cjs`, options: Line, env: Record<string, string> = {}) {
    const file = path.join(import.meta.dirname, script);
    this.#child = spawn(process.execPath, [file, JSON.stringify(options)], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
    });
    this.#child.stderr.on('data', (chunk) => {
      this.#errors += String(chunk);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const parsed: Line = JSON.parse(line);
      this.#lines.push(parsed);
      this.#look?.();
    });
    this.#child.on('exit', () => this.#look?.());
  }

  /** Takes the first line that has this key, now or when it comes. */
  async heard(key: string): Promise<Line> {
    for (;;) {
      const index = this.#lines.findIndex((line) => key in line);
      if (index >= 0) return this.#lines.splice(index, 1)[0] ?? {};
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) throw new Error(`the peer has ended: ${this.#errors}`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }

  /** Gives a command and resolves with what the peer says when it is done. */
  async tell(command: Line): Promise<Line> {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    return this.heard('done');
  }

  /** It stands still, its connections stay open. */
  suspend(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
