import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Line, Peer } from '../../core/test/peer/peer.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  stdin?: string;
  env?: Record<string, string>;
  /** By default `node scripts/cli.mjs`, which builds what is stale. */
  command?: string[];
}

/** The terminal program as a process of its own. */
export class Run {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #closed: Promise<unknown>;

  constructor(
    args: string[],
    { stdin = '', env = {}, command = [process.execPath, 'scripts/cli.mjs'] }: RunOptions = {},
  ) {
    const [program = '', ...rest] = command;
    this.child = spawn(program, [...rest, ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'pipe' });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.child.stdin?.end(stdin);
    this.#closed = once(this.child, 'close');
    onTestFinished(() => {
      this.child.kill('SIGKILL');
    });
  }

  async ended(): Promise<Ended> {
    await this.#closed;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Resolves when stderr has this text, or fails when the program ends without it. */
  async says(text: string): Promise<void> {
    while (!this.stderr.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without saying ${text}: ${this.stderr}`);
      await Promise.race([once(this.child.stderr ?? this.child, 'data'), this.#closed]);
    }
  }
}

export function run(...args: string[]): Promise<Ended> {
  return new Run(args).ended();
}

/** A server of npm `vsoa` in a process of its own. */
export async function npmServer(options: Line = {}): Promise<{ url: string; peer: Peer }> {
  const peer = new Peer('vsoa-server.cjs', { port: 0, ...options });
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  return { peer, url: `vsoa://127.0.0.1:${String(port)}` };
}
