import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Fails where a program is not there: a test that needs it proves nothing without. */
function need(program: 'tshark' | 'tcpdump' | 'editcap'): void {
  if (!spawnSync(program, ['--version']).error) return;
  const from = program === 'tcpdump' ? program : 'tshark';
  throw new Error(
    `${program} is missing: \`npm test\` installs it for root on Debian, else \`apt-get install ${from}\``,
  );
}

/** Only root may capture; that is said where the test is skipped. */
export const mayCapture = process.getuid?.() === 0;

/** tcpdump while it captures. */
export class Tcpdump {
  readonly #child: ChildProcess;
  readonly #file: string;
  #said = '';

  private constructor(child: ChildProcess, file: string) {
    this.#child = child;
    this.#file = file;
    child.stderr?.on('data', (text) => {
      this.#said += String(text);
    });
  }

  /** Resolves when it captures what the filter lets through. */
  static async start(file: string, filter: string, options: string[] = ['-i', 'lo']): Promise<Tcpdump> {
    need('tcpdump');
    const words = [...options, '-n', '-U', '--immediate-mode', '-B', '16384', '-Z', 'root', '-w', file, filter];
    const child = spawn('tcpdump', words, { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const tcpdump = new Tcpdump(child, file);
    for (;;) {
      if (tcpdump.#said.includes('listening on')) return tcpdump;
      if (child.exitCode !== null) throw new Error(`tcpdump did not start: ${tcpdump.#said}`);
      await Promise.race([once(child.stderr ?? child, 'data'), once(child, 'exit')]);
    }
  }

  /** Sends one more packet, and ends when that is in the file: then all before it are. */
  async stop(host: string, port: number): Promise<void> {
    // Short, as a capture may be cut.
    const mark = randomBytes(16);
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.send(mark, port, host);
    while (!readFileSync(this.#file).includes(mark)) {
      if (this.#child.exitCode !== null) throw new Error(`tcpdump ended: ${this.#said}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.close();
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await exited;
    if (!this.#said.includes('0 packets dropped by kernel')) throw new Error(`tcpdump lost some: ${this.#said}`);
  }
}

/** What tshark prints. It ends with 0 also where a script is broken, so anything it complains of is a failure. */
export function tshark(words: string[]): string {
  need('tshark');
  const { status, stdout, stderr } = spawnSync('tshark', ['-n', ...words], {
    encoding: 'utf8',
    maxBuffer: 256 * 1_048_576,
  });
  const complaints = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Running as user "root"'));
  if (status !== 0 || complaints.length > 0) throw new Error(`tshark ended with ${status}: ${complaints.join('\n')}`);
  return stdout;
}

/** Makes another file of one, as people do; it comes with tshark. */
export function editcap(words: string[]): void {
  need('editcap');
  const { status, stderr } = spawnSync('editcap', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`editcap ended with ${status}: ${stderr}`);
}
