import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeClock } from '../../../core/test/fake-clock.ts';
import type { RecordFile } from '../../capture/record-files.ts';
import { Recorder, type RecorderOptions } from '../../capture/recorder.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { tempFolder } from './folder.ts';
import { readAll } from './memory-sink.ts';

const MIB = 1_048_576;
const connection = tapConnection(1, 'adas');

async function start(options: Partial<RecorderOptions> = {}) {
  const folder = options.folder ?? tempFolder();
  const clock = new FakeClock();
  const changes: ReturnType<Recorder['describe']>[] = [];
  const recorder = await Recorder.start({
    folder,
    maxFileBytes: MIB,
    maxFiles: 100,
    syncMs: 1_000,
    clock,
    onChange: () => changes.push(recorder.describe()),
    ...options,
  });
  onTestFinished(() => recorder.stop());
  let seqno = 0;
  const send = (count: number, length = 100) => {
    for (let at = 0; at < count; at++) {
      const bytes = packet({ seqno: seqno++, data: Buffer.alloc(length) });
      tell(recorder, bytes, true, false, connection, 1_700_000_000_000 + seqno);
      // A tap's bytes are valid only during the call.
      bytes.fill(0xee);
    }
  };
  const until = async (condition: (now: ReturnType<Recorder['describe']>) => boolean) => {
    while (!condition(recorder.describe())) await new Promise((resolve) => setImmediate(resolve));
  };
  const files = () => readdirSync(folder).toSorted();
  return { folder, clock, changes, recorder, send, until, files };
}

/** Of all files, in order. */
async function seqnos(folder: string, files: string[]): Promise<number[]> {
  const all: SavedPacket[] = [];
  for (const file of files) all.push(...(await readAll(path.join(folder, file))).packets);
  return all.map(({ content }) => ('bytes' in content ? Buffer.from(content.bytes).readUInt32BE(4) : -1));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

/** A disk that is full whenever it is said to be: then it takes only a few bytes of what is written. */
function fullDisk() {
  const disk = { full: false };
  const openNew = async (file: string): Promise<RecordFile> => {
    const handle = await open(file, 'wx');
    const write = async (bytes: Buffer, offset: number, length: number, position: number) => {
      if (!disk.full) return handle.write(bytes, offset, length, position);
      await handle.write(bytes, offset, 10, position);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    return {
      write: write as RecordFile['write'],
      datasync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    };
  };
  return { disk, openNew };
}

describe('a recording', () => {
  it('is a file that opens before anything was recorded, named by the time', async () => {
    const { folder, files, recorder } = await start();
    expect(files()).toEqual([expect.stringMatching(/^vsoa-2023111[45]-\d{6}-0001\.pcapng$/)]);
    expect(await readAll(path.join(folder, files()[0] as string))).toEqual({ packets: [], warnings: [] });
    expect(recorder.describe()).toMatchObject({ folder, file: files()[0], files: 1, packets: 0, lost: 0, error: null });
  });

  it('has on the disk, twice in the time that a crash may lose, all that came', async () => {
    const { folder, files, send, clock, until, changes } = await start();
    send(50);
    clock.advance(500);
    await until(({ packets }) => packets === 50);
    expect(await seqnos(folder, files())).toEqual(upTo(50));
    send(50);
    clock.advance(500);
    await until(({ packets }) => packets === 100);
    expect(await seqnos(folder, files())).toEqual(upTo(100));
    clock.advance(500);
    expect(changes.at(-1)).toMatchObject({ packets: 100, lost: 0 });
  });

  it('goes on in a new file when one is full, and each opens by itself', async () => {
    const { folder, files, send, recorder } = await start();
    send(40, 100_000);
    await recorder.stop();
    expect(files().length).toBe(4);
    expect(recorder.describe()).toMatchObject({ files: 4, packets: 40, lost: 0, error: null });
    for (const file of files()) {
      expect(readFileSync(path.join(folder, file)).length).toBeLessThan(MIB + 110_000);
      expect((await readAll(path.join(folder, file))).warnings).toEqual([]);
    }
    expect(await seqnos(folder, files())).toEqual(upTo(40));
  });

  it('keeps the newest files only', async () => {
    const { folder, files, send, recorder } = await start({ maxFiles: 2 });
    send(40, 100_000);
    await recorder.stop();
    expect(files().map((name) => name.slice(-11))).toEqual(['0003.pcapng', '0004.pcapng']);
    expect((await seqnos(folder, files())).at(-1)).toBe(39);
  });

  it('never writes over a file that is there', async () => {
    const folder = tempFolder();
    const first = await start({ folder });
    await first.recorder.stop();
    const [name = ''] = first.files();
    writeFileSync(path.join(folder, name), 'mine');
    // The clock of the test stands still, so that the second one would have the same name.
    const second = await start({ folder });
    second.send(1);
    await second.recorder.stop();
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe('mine');
    expect(second.files()).toEqual([name, name.replace('0001', '0002')]);
  });

  it('says that the disk is full, goes on when it is not any more, and the file is whole all the while', async () => {
    const { disk, openNew } = fullDisk();
    const { folder, files, send, clock, until, recorder, changes } = await start({ openNew });
    send(10);
    clock.advance(500);
    await until(({ packets }) => packets === 10);
    disk.full = true;
    send(10);
    clock.advance(500);
    await until(({ error }) => error !== null);
    clock.advance(500);
    expect(changes.at(-1)).toMatchObject({ packets: 10, lost: 0, error: { code: 'DISK_FULL' } });
    expect(await readAll(path.join(folder, files()[0] as string))).toMatchObject({ warnings: [] });
    disk.full = false;
    send(10);
    await until(({ packets, error }) => {
      // It tries again each time, and perhaps one try is still under way.
      clock.advance(500);
      return packets === 30 && error === null;
    });
    expect(recorder.describe()).toMatchObject({ lost: 0, error: null });
    await recorder.stop();
    expect(await seqnos(folder, files())).toEqual(upTo(30));
  });

  it('counts what there was no room for while the disk was full, and keeps what came before', async () => {
    const { disk, openNew } = fullDisk();
    const { folder, files, send, recorder, until } = await start({ openNew, maxFileBytes: 100 * MIB });
    disk.full = true;
    send(400, 100_000);
    await until(({ error }) => error !== null);
    const { lost } = recorder.describe();
    expect(lost).toBeGreaterThan(50);
    expect(lost).toBeLessThan(100);
    disk.full = false;
    await recorder.stop();
    expect(recorder.describe()).toMatchObject({ packets: 400 - lost, lost, error: null });
    expect(await seqnos(folder, files())).toEqual(upTo(400 - lost));
  });

  it('that ends on a full disk counts what could not be written as lost', async () => {
    const { disk, openNew } = fullDisk();
    const { recorder, send } = await start({ openNew });
    disk.full = true;
    send(10);
    await recorder.stop();
    expect(recorder.describe()).toMatchObject({ packets: 0, lost: 10, error: { code: 'DISK_FULL' } });
  });

  it('does not start where no file can be made', async () => {
    await expect(start({ folder: '/dev/null/none' })).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    const { disk, openNew } = fullDisk();
    disk.full = true;
    const folder = tempFolder();
    await expect(start({ folder, openNew })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that was killed holds all that the disk was said to have, and opens', async () => {
    const folder = tempFolder();
    const bundle = tempFolder();
    await build({
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: ['@vsoa-testbench/source'] },
      ssr: { noExternal: true, resolve: { conditions: ['@vsoa-testbench/source'] } },
      build: {
        ssr: path.join(import.meta.dirname, 'recorder.child.ts'),
        outDir: bundle,
        rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
      },
    });
    const child = spawn(process.execPath, [path.join(bundle, 'child.mjs'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = 0;
    for await (const text of child.stdout) {
      said = Number(String(text).trim().split('\n').at(-1));
      if (said > 20_000) break;
    }
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const found = await seqnos(folder, readdirSync(folder).toSorted());
    expect(said).toBeGreaterThan(20_000);
    expect(found.length).toBeGreaterThanOrEqual(said);
    expect(found).toEqual(upTo(found.length));
  }, 60_000);
});
