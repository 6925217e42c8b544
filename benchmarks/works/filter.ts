import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encodePacket, Flag, PacketType, systemClock, type TapConnection } from '@vsoa-testbench/core';
import { noDialogs } from '../../testbench/capture/dialogs.ts';
import { Traffic } from '../../testbench/traffic/traffic.ts';
import type { Result } from '../result.ts';

const PACKETS = 1_000_000;
const ROUNDS = 5;
const TARGET = 20;
/** The same question in both languages, about the header, the url and the payload. */
const OURS = 'type == publish && url =~ /door/ && length > 100 && param contains "speed\\":7"';
const THEIRS = 'vsoa.type == 4 && vsoa.url matches "door" && vsoa.length > 100 && vsoa.param contains "speed\\":7"';
const SCRIPT = path.join(import.meta.dirname, '../../docs/wireshark/vsoa.lua');

/** A million packets of our log and of a file with them, filtered by us and by `tshark -Y`, its reading included. */
export async function* filter(): AsyncGenerator<Result> {
  if (!(await hasTshark())) {
    console.error('filter: SKIPPED, there is no tshark on this machine');
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'vsoa-filter-'));
  const file = path.join(folder, 'packets.pcapng');
  const traffic = new Traffic({
    clock: systemClock,
    dialogs: { ...noDialogs, chooseSave: async () => file },
    onChange: () => undefined,
  });
  try {
    fill(traffic);
    await traffic.handlers.saveTraffic({ view: 0, what: { kind: 'all' }, format: 'pcapng' });
    console.error('filter: tshark takes some minutes for a million packets');
    yield await compare(traffic, file);
  } finally {
    await traffic.close();
    await rm(folder, { recursive: true });
  }
}

async function compare(traffic: Traffic, file: string): Promise<Result> {
  const rounds: { seconds: number; matches: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await filterOurs(traffic, OURS));
  rounds.sort((one, other) => one.seconds - other.seconds);
  const { seconds, matches } = rounds[Math.floor(ROUNDS / 2)]!;
  const reference = await filterTheirs(file, THEIRS);
  if (reference.matches !== matches) {
    throw new Error(`we find ${matches} packets, tshark ${reference.matches}`);
  }
  const ratio = reference.seconds / seconds;
  return {
    work: 'filter 1,000,000 packets',
    unit: 'packets/s',
    ours: PACKETS / seconds,
    reference: PACKETS / reference.seconds,
    referenceName: 'tshark -Y',
    ratio,
    target: TARGET,
    reached: ratio >= TARGET,
  };
}

/** As the window does it: in slices, until the view has caught up. */
async function filterOurs(traffic: Traffic, filterText: string): Promise<{ seconds: number; matches: number }> {
  await traffic.handlers.setTrafficView({ source: 'live', filter: '', from: null, to: null });
  const started = performance.now();
  let view = await traffic.handlers.setTrafficView({ source: 'live', filter: filterText, from: null, to: null });
  while (view.scanned < view.total) {
    await setImmediate();
    view = traffic.all().view;
  }
  return { seconds: (performance.now() - started) / 1_000, matches: view.end - view.first };
}

async function filterTheirs(file: string, filterText: string): Promise<{ seconds: number; matches: number }> {
  const started = performance.now();
  const words = [
    '-n',
    '-X',
    `lua_script:${SCRIPT}`,
    '-r',
    file,
    '-Y',
    filterText,
    '-T',
    'fields',
    '-e',
    'frame.number',
  ];
  const heuristics = ['-o', 'tcp.try_heuristic_first:TRUE', '-o', 'udp.try_heuristic_first:TRUE'];
  const child = spawn('tshark', [...heuristics, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let lines = 0;
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) lines += 1;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  // A broken script ends with 0, too.
  if (code !== 0 || /lua/i.test(complaints)) throw new Error(`tshark ended with ${code}: ${complaints}`);
  return { seconds: (performance.now() - started) / 1_000, matches: lines };
}

async function hasTshark(): Promise<boolean> {
  const child = spawn('tshark', ['--version'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** Publishes, and calls with their replies, of 100 urls over four connections. */
function fill(traffic: Traffic): void {
  const connections = [3_001, 3_002, 3_003, 3_004].map(connection);
  const start = Date.UTC(2026, 0, 1);
  const kinds = ['speed', 'door', 'light', 'seat'];
  for (let n = 0; n < PACKETS; n += 1) {
    const url = `/vehicle/${kinds[n % 4]}/${n % 25}`;
    const param = { name: kinds[n % 4] as string, speed: n % 90, unit: 'km/h', text: 'x'.repeat(n % 60) };
    const bytes =
      n % 10 === 8
        ? encodePacket({ type: PacketType.RPC, seqno: n % 65_536, url, param })
        : n % 10 === 9
          ? encodePacket({ type: PacketType.RPC, flags: Flag.REPLY, seqno: (n - 1) % 65_536, status: n % 3, param })
          : encodePacket({ type: PacketType.PUBLISH, url, param });
    // A reply goes over the connection of its request.
    const of = connections[(n >>> 1) % connections.length] as TapConnection;
    traffic.tap.packet(bytes, 0, bytes.length, n % 10 === 8, false, of, start + n / 50);
  }
}

function connection(port: number): TapConnection {
  const local = `127.0.0.1:${port + 40_000}`;
  const remote = `127.0.0.1:${port}`;
  return { id: port, role: 'client', local, remote, quickLocal: '', quickRemote: '', label: `device ${port}` };
}
