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

  constructor(script: 'vsoa-server.cjs' | 'vsoa-client.cjs', options: Line) {
    const file = path.join(import.meta.dirname, script);
    this.#child = spawn(process.execPath, [file, JSON.stringify(options)], { stdio: 'pipe' });
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
      if (this.#child.exitCode !== null) throw new Error(`the peer has ended: ${this.#errors}`);
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

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
