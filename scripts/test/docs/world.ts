import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PositionServer, Robot, Server } from '@vsoa-testbench/core';
import { Peer } from '../../../core/test/peer/peer.ts';
import { certificates } from '../../../core/test/tls/certificates.ts';
import { ROOT } from './pages.ts';

/**
 * Ports of the pages, from 3000 on, and what is there while their commands run; `asked` and `another` are for position
 * servers and vehicles that a page starts itself.
 */
const PORT = { demo: 5, npm: 20, tls: 21, cluster: 30, positions: 54, asked: 60, another: 70 };
/** Addresses of the pages: 10.0.0.x is a vehicle. What is not named here is the demo vehicle. */
const SERVERS: readonly (readonly [RegExp, number])[] = [
  [/\b10\.0\.0\.9:3005\b/g, PORT.npm],
  [/\b10\.0\.0\.10:3005\b/g, PORT.tls],
  [/\b10\.0\.0\.1:54\b/g, PORT.positions],
];
const FIRST = 20_000;
/** Below the ports that systems give away. */
const LAST = 32_000;

/** What the commands of the pages find: servers, and a folder like a checkout with the files that they name. */
export class World {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'vsoa-docs-'));
  readonly #ends: (() => unknown)[] = [];
  #base = 0;

  async start(): Promise<void> {
    this.#base = await freeBase();
    this.#makeFolder();
    await this.#startDemo();
    const peer = new Peer('vsoa-server.cjs', { port: this.#port(PORT.npm), passwd: '123456', publish: ['/tick'] });
    this.#ends.push(() => peer.kill());
    await peer.heard('ready');

    const secured = new Server({ info: { name: 'Telematics unit' } });
    await secured.start({ host: '127.0.0.1', port: this.#port(PORT.tls), tls: certificates.server });
    const table = ['vehicle', 'body'].map((name) => ({ name, host: '127.0.0.1', port: this.#port(PORT.demo) }));
    const positions = new PositionServer({ table });
    await positions.start({ host: '127.0.0.1', port: this.#port(PORT.positions) });
    // The program that the mock ECUs of cluster.yaml are for: it asks for its server until there is one.
    const program = new Robot(`vsoa://127.0.0.1:${this.#port(PORT.cluster)}`, { reconnectDelay: 50 });
    program.on('error', () => undefined);
    await program.subscribe('/speed');
    program.start();
    this.#ends.push(
      () => secured.close(),
      () => positions.close(),
      () => program.stop(),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#ends.map((end) => end()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  get environment(): Record<string, string> {
    const home = path.join(this.folder, 'home');
    return {
      PATH: `${path.join(this.folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: home,
      VSOA_POS_SERVER: `127.0.0.1:${this.#port(PORT.positions)}`,
      npm_config_update_notifier: 'false',
      npm_config_offline: 'true',
      PIN: '1234',
      VSOA_TESTBENCH_CHECKOUT: ROOT,
      NO_COLOR: '1',
    };
  }

  /** With the addresses of this world for those of the page; a minute is 100 ms. */
  translated(text: string): string {
    const named = SERVERS.reduce((all, [place, port]) => all.replace(place, `127.0.0.1:${this.#port(port)}`), text);
    return (
      named
        // What captures is about the device with a password.
        .replaceAll(/(?<=['" ])port 3005\b/g, `port ${this.#port(PORT.npm)}`)
        .replaceAll(/--port 54\b/g, `--port ${this.#port(PORT.asked)}`)
        .replaceAll(/--port 3005\b/g, `--port ${this.#port(PORT.another)}`)
        .replaceAll(/\b10\.0\.0\.\d+\b/g, '127.0.0.1')
        .replaceAll(/\b30(\d\d)\b/g, (_, port) => String(this.#port(Number(port))))
        .replaceAll(/(?<=--for )(\d+)m\b/g, (_, minutes) => `${Number(minutes) * 100}ms`)
        .replaceAll(/\beth0\b/g, 'lo')
    );
  }

  /** A place of its own for the commands of a page. */
  workplace(page: string): string {
    const place = mkdtempSync(path.join(this.folder, `${page.replaceAll(/[^a-z]/gi, '-')}-`));
    cpSync(path.join(this.folder, 'checkout'), place, { recursive: true, verbatimSymlinks: true });
    return place;
  }

  /** Resolves when what has been captured until now is in a file there: a packet that is sent now is. */
  async untilCaptured(place: string): Promise<void> {
    const mark = Buffer.from(`mark ${Math.random()}`);
    const socket = createSocket('udp4');
    socket.send(mark, this.#port(PORT.npm), '127.0.0.1');
    const captures = () => readdirSync(place).filter((name) => /\.pcap\d*$/.test(name));
    while (!captures().some((name) => readFileSync(path.join(place, name)).includes(mark))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.close();
  }

  #port(offset: number): number {
    return this.#base + offset;
  }

  #makeFolder(): void {
    const checkout = path.join(this.folder, 'checkout');
    mkdirSync(checkout);
    for (const name of readdirSync(ROOT)) {
      if (!['examples', 'docs', '.git'].includes(name)) symlinkSync(path.join(ROOT, name), path.join(checkout, name));
    }
    for (const name of ['examples', 'docs'])
      cpSync(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
    const cluster = readFileSync(path.join(ROOT, 'examples/hmi-test/cluster.yaml'), 'utf8');
    const files: Record<string, string | Buffer> = {
      'ca.pem': certificates.ca,
      'cluster.yaml': cluster.replace('- name: body', `- name: body\n    port: ${this.#port(PORT.cluster)}`),
      'ecus.txt': 'body=10.0.0.7:3005\nclimate=10.0.0.8:3005\n',
      'firmware.bin': Buffer.alloc(300_000, 7),
      'header.json': '{"part":"BCM-4410"}',
      'image.bin': Buffer.alloc(1_000, 1),
      'map.db': Buffer.alloc(10_000, 2),
      'stick.json': '{"x":0.5,"y":-0.25}',
      'my-workspace/requests/Body/Doors.json': '{"version":1,"url":"/body/doors","expect":{"status":0}}',
      'my-workspace/environments/Lab.json': '{"version":1,"variables":[]}',
    };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(checkout, name)), { recursive: true });
      writeFileSync(path.join(checkout, name), content);
    }
    mkdirSync(path.join(this.folder, 'home/.config/fish'), { recursive: true });
    cpSync(path.join(import.meta.dirname, 'bin'), path.join(this.folder, 'bin'), { recursive: true });
  }

  async #startDemo(): Promise<void> {
    const words = ['scripts/cli.mjs', 'mock', 'examples/vehicle/vehicle.yaml', '--port', String(this.#port(PORT.demo))];
    const demo = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#ends.push(() => demo.kill('SIGKILL'));
    let said = '';
    demo.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!said.includes('Ctrl-C ends it')) {
      if (demo.exitCode !== null) throw new Error(`the demo vehicle has ended: ${said}`);
      await Promise.race([once(demo.stderr, 'data'), once(demo, 'exit')]);
    }
  }
}

/** A hundred ports of which those that are needed are free, TCP and UDP. */
async function freeBase(): Promise<number> {
  for (;;) {
    const base = FIRST + 100 * Math.floor((Math.random() * (LAST - FIRST)) / 100);
    const vehicles = [PORT.demo, PORT.another].flatMap((first) => Array.from({ length: 7 }, (_, at) => first + at));
    const needed = new Set([...vehicles, ...Object.values(PORT)]);
    const free = await Promise.all([...needed].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    tcp.listen(port, '127.0.0.1');
    udp.bind(port, '127.0.0.1');
    await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
    return true;
  } catch {
    return false;
  } finally {
    tcp.close();
    udp.close();
  }
}
