import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { onTestFinished } from 'vitest';

/**
 * A script of this folder in a process of its own, so that its memory is its own too. It is built first, because Node
 * 20 runs no TypeScript. What it sends with `process.send` is heard here, by the key of the message.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #messages: Record<string, unknown>[] = [];
  #look: (() => void) | undefined;
  #errors = '';

  private constructor(file: string, options: object) {
    this.#process = fork(file, [JSON.stringify(options)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr?.on('data', (text) => {
      this.#errors += String(text);
    });
    this.#process.on('message', (message: Record<string, unknown>) => {
      this.#messages.push(message);
      this.#look?.();
    });
    this.#process.on('exit', () => this.#look?.());
  }

  static async start(script: string, options: object): Promise<Child> {
    const folder = await mkdtemp(path.join(tmpdir(), 'vsoa-load-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: path.join(import.meta.dirname, script),
        outDir: folder,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'script.mjs' } },
      },
    });
    const child = new Child(path.join(folder, 'script.mjs'), options);
    onTestFinished(() => child.#kill());
    return child;
  }

  async heard<T>(key: string): Promise<T> {
    for (;;) {
      const index = this.#messages.findIndex((message) => key in message);
      if (index >= 0) return this.#messages.splice(index, 1)[0]?.[key] as T;
      if (this.#process.exitCode !== null) throw new Error(`the child has ended: ${this.#errors}`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }

  async #kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
