import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Server, type Stream } from '@vsoa-testbench/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StreamTarget } from '../../contract.ts';
import { NO_SMALL_DISK, smallDisk } from '../small-disk.ts';
import { byCall, Rig, streamServer, temporaryFolder } from './harness.ts';

const MIB = 1_048_576;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sends = (bytes: Uint8Array) => (stream: Stream) => void stream.end(bytes);

/** Takes all that comes, and ends when the other side has. */
function collects(): { serve: (stream: Stream) => void; all: Promise<Buffer> } {
  let resolve!: (bytes: Buffer) => void;
  const all = new Promise<Buffer>((done) => {
    resolve = done;
  });
  const serve = (stream: Stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      stream.end();
      resolve(Buffer.concat(chunks));
    });
  };
  return { serve, all };
}

const intoFile = (rig: Rig, name: string): StreamTarget => ({
  kind: 'file',
  file: rig.files.choosePlace(path.join(rig.folder, name)),
});
const intoFolder = (rig: Rig, ifExists: 'ask' | 'number' | 'replace' = 'ask'): StreamTarget => ({
  kind: 'folder',
  folder: rig.files.choosePlace(rig.folder),
  ifExists,
});

async function receiving(port: number, target: (rig: Rig) => StreamTarget): Promise<{ rig: Rig; id: string }> {
  const rig = await Rig.open();
  const deviceId = await rig.connect(port);
  return { rig, id: rig.start({ deviceId, source: byCall(), receive: target(rig) }) };
}

describe('a stream that is received', () => {
  test('goes to the file that was chosen, whole, with its SHA-256', async () => {
    const bytes = randomBytes(5 * MIB + 17);
    const port = await streamServer(sends(bytes), { param: { name: 'x', size: bytes.length, sha256: sha256(bytes) } });
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    const { received, file, announced, endedAt } = await rig.in(id, 'done');
    expect(received).toMatchObject({ bytes: bytes.length, total: bytes.length, sha256: sha256(bytes) });
    expect(announced).toEqual({ name: 'x', size: bytes.length, sha256: sha256(bytes) });
    expect(file).toEqual({ path: path.join(rig.folder, 'log.bin'), name: 'log.bin', partial: false });
    expect(endedAt).not.toBeNull();
    expect(await readdir(rig.folder)).toEqual(['log.bin']);
    expect(sha256(await readFile(path.join(rig.folder, 'log.bin')))).toBe(sha256(bytes));
  });

  test('may be attached to by its tunnel id, and looked at: its newest bytes can be read by their offset', async () => {
    const server = await streamServer(() => undefined);
    const bytes = randomBytes(3 * MIB);
    const rig = await Rig.open();
    const deviceId = await rig.connect(server);
    const tunnelId = await offered(sends(bytes));
    const id = rig.start({ deviceId, source: { kind: 'tunnel', tunnelId } });
    const { received, tunnelId: shown } = await rig.in(id, 'done');
    expect({ shown, ...received }).toMatchObject({ shown: tunnelId, bytes: bytes.length, sha256: sha256(bytes) });
    const { liveBytes } = rig.streams.handlers;
    const newest = await liveBytes({ id, from: null, length: 1_000 });
    expect({ first: newest.first, end: newest.end }).toEqual({ first: 2 * MIB, end: 3 * MIB });
    expect(Buffer.from(newest.bytes).equals(bytes.subarray(-1_000))).toBe(true);
    const from = 2 * MIB + 5;
    expect(Buffer.from((await liveBytes({ id, from, length: 10 })).bytes)).toEqual(bytes.subarray(from, from + 10));
    expect((await liveBytes({ id, from: 0, length: 10 })).from).toBe(2 * MIB);
  });

  test('that is cut by a reset is an error, and what came is kept beside', async () => {
    const bytes = randomBytes(2 * MIB);
    const port = await streamServer((stream) => {
      stream.write(bytes, () => setImmediate(() => stream.destroy(new Error('cut'))));
    });
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    const { state, file, received } = await rig.in(id, 'failed');
    expect(state.reason.code).toBe('CONNECTION_LOST');
    expect(state.reason.host).toBe(`127.0.0.1:${port}`);
    expect(file).toMatchObject({ name: 'log.bin.part', partial: true });
    expect(await readdir(rig.folder)).toEqual(['log.bin.part']);
    const kept = await readFile(path.join(rig.folder, 'log.bin.part'));
    expect(kept.length).toBe(received.bytes);
    expect(kept.equals(bytes.subarray(0, kept.length))).toBe(true);
  });

  test('with fewer bytes than were announced is an error, and what came is kept beside', async () => {
    const port = await streamServer(sends(Buffer.alloc(100)), { param: { size: 101 } });
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    expect((await rig.in(id, 'failed')).state.reason.code).toBe('STREAM_INCOMPLETE');
    expect(await readdir(rig.folder)).toEqual(['log.bin.part']);
  });

  test('with more bytes, or another SHA-256, than were announced is an error', async () => {
    for (const param of [{ size: 99 }, { size: 100, sha256: 'a'.repeat(64) }]) {
      const port = await streamServer(sends(Buffer.alloc(100)), { param });
      const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
      expect((await rig.in(id, 'failed')).state.reason.code).toBe('STREAM_MISMATCH');
      expect(await readdir(rig.folder)).toEqual(['log.bin.part']);
    }
  });

  test('is whole with all the bytes that were announced, although the device waits for our end', async () => {
    const port = await streamServer(
      (stream) => {
        stream.write(Buffer.alloc(100));
        stream.on('end', () => stream.end()).resume();
      },
      { param: { size: 100 } },
    );
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    await rig.in(id, 'done');
    expect((await readFile(path.join(rig.folder, 'log.bin'))).length).toBe(100);
  });

  test('without an end is stopped, and what came is all there is', async () => {
    const port = await streamServer((stream) => void stream.write('line 1\n'));
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.txt'));
    await rig.until(() => rig.transfer(id).received.bytes === 7);
    await rig.streams.handlers.stopTransfer({ id });
    await rig.in(id, 'done');
    expect(await readFile(path.join(rig.folder, 'log.txt'), 'utf8')).toBe('line 1\n');
  });

  test('on which nothing moves for too long fails', async () => {
    const port = await streamServer((stream) => void stream.write('x'));
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const id = rig.start({ deviceId, source: byCall(), idleMs: 50 });
    expect((await rig.in(id, 'failed')).state.reason.code).toBe('TIMEOUT');
  });

  test('makes the device wait while it is paused, in flat memory, and loses nothing', async () => {
    const bytes = randomBytes(40 * MIB);
    let written = 0;
    const port = await streamServer((stream) => {
      const source = Readable.from(
        (function* () {
          for (let at = 0; at < bytes.length; at += MIB) {
            written = at;
            yield bytes.subarray(at, at + MIB);
          }
        })(),
      );
      pipeline(source, stream).catch(() => undefined);
    });
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    const { pauseTransfer, resumeTransfer } = rig.streams.handlers;
    await rig.in(id, 'running');
    await pauseTransfer({ id });
    await rig.in(id, 'paused');
    // The progress is told now and then: twice without a byte is a standstill.
    let before = -1;
    await rig.until(() => {
      const now = rig.transfer(id).received.bytes;
      const still = now === before;
      before = now;
      return still && { now };
    });
    expect(written).toBeLessThan(30 * MIB);
    await resumeTransfer({ id });
    expect((await rig.in(id, 'done')).received.sha256).toBe(sha256(bytes));
  });
});

describe('a name that the device proposes', () => {
  test.each(['../../outside.txt', '/etc/outside.txt', 'C:\\Windows\\outside.txt', '..\\outside.txt'])(
    '%s stays in the folder',
    async (name) => {
      const port = await streamServer(sends(Buffer.from('x')), { param: { name } });
      const { rig, id } = await receiving(port, (each) => intoFolder(each));
      await rig.in(id, 'done');
      expect(await readdir(rig.folder)).toEqual(['outside.txt']);
    },
  );

  test('is not followed where it is a link that leads out of the folder', async () => {
    const outside = await temporaryFolder();
    await writeFile(path.join(outside, 'victim'), 'mine');
    const port = await streamServer(sends(Buffer.from('x')), { param: { name: 'log' } });
    const rig = await Rig.open();
    await symlink(path.join(outside, 'victim'), path.join(rig.folder, 'log'));
    await symlink(path.join(outside, 'victim'), path.join(rig.folder, 'log.part'));
    const deviceId = await rig.connect(port);
    const id = rig.start({ deviceId, source: byCall(), receive: intoFolder(rig, 'replace') });
    expect((await rig.in(id, 'done')).file?.path).toBe(path.join(rig.folder, 'log'));
    expect(await readFile(path.join(outside, 'victim'), 'utf8')).toBe('mine');
    expect(await readFile(path.join(rig.folder, 'log'), 'utf8')).toBe('x');
  });

  test('is that of the command where there is none', async () => {
    const port = await streamServer(sends(Buffer.from('x')), { param: { name: '../..' } });
    const { rig, id } = await receiving(port, (each) => intoFolder(each));
    expect((await rig.in(id, 'done')).file?.name).toBe('stream.bin');
  });
});

describe('a file that is there already', () => {
  test('is kept until the user has said what is to become of it', async () => {
    const port = await streamServer(sends(Buffer.from('new')), { param: { name: 'log.txt' } });
    const rig = await Rig.open();
    const old = path.join(rig.folder, 'log.txt');
    await writeFile(old, 'old');
    const deviceId = await rig.connect(port);
    const { decideTransfer } = rig.streams.handlers;

    const first = rig.start({ deviceId, source: byCall(), receive: intoFolder(rig) });
    const { state, file } = await rig.in(first, 'deciding');
    expect(state.taken).toBe(old);
    expect(file).toMatchObject({ name: 'log.txt.part', partial: true });
    expect(await readFile(old, 'utf8')).toBe('old');
    await decideTransfer({ id: first, how: 'number' });
    expect((await rig.in(first, 'done')).file?.name).toBe('log (2).txt');
    expect(await readFile(old, 'utf8')).toBe('old');

    const second = rig.start({ deviceId, source: byCall(), receive: intoFolder(rig) });
    await rig.in(second, 'deciding');
    await decideTransfer({ id: second, how: 'replace' });
    await rig.in(second, 'done');
    expect(await readFile(old, 'utf8')).toBe('new');
    expect((await readdir(rig.folder)).toSorted()).toEqual(['log (2).txt', 'log.txt']);
  });

  test('is replaced once where the dialog has asked, and kept where it came later', async () => {
    const port = await streamServer(sends(Buffer.from('new')));
    const rig = await Rig.open();
    const file = path.join(rig.folder, 'log.txt');
    await writeFile(file, 'old');
    const deviceId = await rig.connect(port);
    rig.chosen = file;
    const place = await rig.streams.handlers.chooseStreamTarget({ name: 'log.txt' });
    if (place === null) throw new Error('nothing chosen');
    const receive: StreamTarget = { kind: 'file', file: place };
    await rig.in(rig.start({ deviceId, source: byCall(), receive }), 'done');
    expect(await readFile(file, 'utf8')).toBe('new');
    await rig.in(rig.start({ deviceId, source: byCall(), receive }), 'deciding');
  });

  test('is numbered around where the user wants that', async () => {
    const port = await streamServer(sends(Buffer.from('new')), { param: { name: 'log.txt' } });
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    for (let turn = 0; turn < 3; turn++) {
      await rig.in(rig.start({ deviceId, source: byCall(), receive: intoFolder(rig, 'number') }), 'done');
    }
    expect((await readdir(rig.folder)).toSorted()).toEqual(['log (2).txt', 'log (3).txt', 'log.txt']);
  });

  test('that was not chosen is not written: the window has no say in that', async () => {
    const port = await streamServer(sends(Buffer.from('new')));
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const place = { path: path.join(rig.folder, 'x'), name: 'x' };
    expect(() => rig.start({ deviceId, source: byCall(), receive: { kind: 'file', file: place } })).toThrow(
      expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
    );
    expect(() => rig.start({ deviceId, source: byCall(), send: { ...place, bytes: 1 } })).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    );
  });
});

test('a full disk is told, and what fits is kept', async () => {
  const room = 3 * MIB;
  const port = await streamServer(sends(randomBytes(20 * MIB)));
  const rig = await Rig.open({ openFile: (file, flags, mode) => onFullDisk(file, flags, mode, room) });
  const deviceId = await rig.connect(port);
  const id = rig.start({ deviceId, source: byCall(), receive: intoFile(rig, 'log.bin') });
  const { state, file } = await rig.in(id, 'failed');
  expect(state.reason.code).toBe('DISK_FULL');
  expect(file).toMatchObject({ name: 'log.bin.part', partial: true });
  expect((await readFile(path.join(rig.folder, 'log.bin.part'))).length).toBe(room);
});

test('a disk that is really full is told, what fits is kept, and none of what lies there is touched', async ({
  skip,
}) => {
  const disk = smallDisk(2 * 1024);
  if (!disk) return skip(NO_SMALL_DISK);
  await writeFile(path.join(disk.folder, 'log.bin'), 'old');
  const port = await streamServer(sends(randomBytes(8 * MIB)));
  const rig = await Rig.open();
  const deviceId = await rig.connect(port);
  rig.chosen = path.join(disk.folder, 'log.bin');
  const place = await rig.streams.handlers.chooseStreamTarget({ name: 'log.bin' });
  if (place === null) throw new Error('nothing chosen');
  const id = rig.start({ deviceId, source: byCall(), receive: { kind: 'file', file: place } });
  const { state, file } = await rig.in(id, 'failed');
  expect(state.reason.code).toBe('DISK_FULL');
  expect(file).toMatchObject({ name: 'log.bin.part', partial: true });
  expect(await readFile(path.join(disk.folder, 'log.bin'), 'utf8')).toBe('old');
  expect((await readFile(path.join(disk.folder, 'log.bin.part'))).length).toBeGreaterThan(MIB);
});

describe('a file that is sent', () => {
  test('arrives whole, with its SHA-256, and what the device says to it can be looked at', async () => {
    const bytes = randomBytes(3 * MIB + 5);
    const port = await streamServer((stream) => {
      const hash = createHash('sha256');
      stream.on('data', (chunk: Buffer) => hash.update(chunk));
      stream.on('end', () => stream.end(hash.digest('hex')));
    });
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const send = await fileOf(rig, bytes);
    const id = rig.start({ deviceId, source: byCall(), send });
    const { sent, received } = await rig.in(id, 'done');
    expect(sent).toMatchObject({ bytes: bytes.length, total: bytes.length, sha256: sha256(bytes) });
    expect(received.bytes).toBe(64);
    const { bytes: said } = await rig.streams.handlers.liveBytes({ id, from: 0, length: 64 });
    expect(Buffer.from(said).toString()).toBe(sha256(bytes));
  });

  test('may be empty', async () => {
    const { serve, all } = collects();
    const port = await streamServer(serve);
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const id = rig.start({ deviceId, source: byCall(), send: await fileOf(rig, Buffer.alloc(0)) });
    expect((await rig.in(id, 'done')).sent.sha256).toBe(sha256(Buffer.alloc(0)));
    expect((await all).length).toBe(0);
  });

  test('is named in the call that asks for the stream', async () => {
    const { serve } = collects();
    const port = await streamServer(serve);
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const source = { ...byCall(), payload: { param: '{"n":"{{$fileName}}","s":{{$fileSize}}}', data: NOTHING } };
    const id = rig.start({ deviceId, source, send: await fileOf(rig, Buffer.alloc(77)) });
    await rig.in(id, 'done');
    // The draft stays as it was written.
    expect((await rig.streams.handlers.transferDraft({ id })).source).toMatchObject({
      payload: { param: '{"n":"{{$fileName}}","s":{{$fileSize}}}' },
    });
  });

  test('waits for a device that takes nothing, is paused, and goes on', async () => {
    const bytes = randomBytes(40 * MIB);
    const { serve, all } = collects();
    let start!: () => void;
    const port = await streamServer((stream) => {
      start = () => serve(stream);
    });
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const id = rig.start({ deviceId, source: byCall(), send: await fileOf(rig, bytes) });
    const { pauseTransfer, resumeTransfer } = rig.streams.handlers;
    await rig.in(id, 'running');
    await pauseTransfer({ id });
    await resumeTransfer({ id });
    let before = -1;
    await rig.until(() => {
      const now = rig.transfer(id).sent.bytes;
      const still = now === before && now > 0;
      before = now;
      return still;
    });
    expect(before).toBeLessThan(bytes.length);
    start();
    expect((await rig.in(id, 'done')).sent.sha256).toBe(sha256(bytes));
    expect(sha256(await all)).toBe(sha256(bytes));
  });

  test('and became shorter meanwhile is an error', async () => {
    let serve: (() => void) | undefined;
    const port = await streamServer((stream) => {
      serve = () => void stream.resume();
    });
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const send = await fileOf(rig, Buffer.alloc(40 * MIB));
    const id = rig.start({ deviceId, source: byCall(), send });
    const take = await rig.until(() => rig.transfer(id).sent.bytes > 0 && serve);
    await truncate(send.path, MIB);
    take();
    expect((await rig.in(id, 'failed')).state.reason.code).toBe('FILE_UNREADABLE');
  });

  test('goes both ways at once', async () => {
    const bytes = randomBytes(8 * MIB);
    const port = await streamServer((stream) => void pipeline(stream, stream).catch(() => undefined));
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const receive = intoFile(rig, 'echo.bin');
    const id = rig.start({ deviceId, source: byCall(), receive, send: await fileOf(rig, bytes) });
    const { sent, received } = await rig.in(id, 'done');
    expect([sent.sha256, received.sha256]).toEqual([sha256(bytes), sha256(bytes)]);
  });

  test('to a device that breaks off is an error', async () => {
    const port = await streamServer((stream) => void stream.once('data', () => stream.destroy(new Error('no'))));
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const id = rig.start({ deviceId, source: byCall(), send: await fileOf(rig, randomBytes(8 * MIB)) });
    expect((await rig.in(id, 'failed')).state.reason.code).toBe('CONNECTION_LOST');
  });
});

describe('a transfer', () => {
  test('is cancelled at once, whatever it does, and the device sees a reset', async () => {
    let gone: Promise<unknown> | undefined;
    const port = await streamServer((stream) => {
      gone = new Promise((resolve) => stream.once('error', resolve));
      stream.write(Buffer.alloc(100));
    });
    const { rig, id } = await receiving(port, (each) => intoFile(each, 'log.bin'));
    await rig.until(() => rig.transfer(id).received.bytes === 100);
    await rig.streams.handlers.cancelTransfer({ id });
    expect(rig.transfer(id).state.name).toBe('cancelled');
    expect(await gone).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await readdir(rig.folder)).toEqual(['log.bin.part']);

    const asking = rig.start({ deviceId: rig.devices.list[0]?.id ?? '', source: byCall() });
    await rig.streams.handlers.cancelTransfer({ id: asking });
    expect(rig.transfer(asking).state.name).toBe('cancelled');
    await rig.streams.close();
    expect(rig.transfer(asking).state.name).toBe('cancelled');
  });

  test('that is refused, or offered no stream, says so', async () => {
    const port = await streamServer(() => undefined);
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const refused = await rig.in(rig.start({ deviceId, source: byCall('/nothing') }), 'failed');
    expect(refused.state.reason.code).toBe('REFUSED_BY_SERVER');
    const closed = await rig.in(rig.start({ deviceId, source: { kind: 'tunnel', tunnelId: 1 } }), 'failed');
    expect(closed.state.reason.code).toBe('UNREACHABLE');
  });

  test('begins anew in its place, and writes its partial file anew', async () => {
    let turn = 0;
    const port = await streamServer((stream) => void stream.end(`turn ${++turn}`), { param: { size: 6, name: 'a' } });
    const rig = await Rig.open();
    const deviceId = await rig.connect(port);
    const short = await streamServer((stream) => void stream.end('x'), { param: { size: 6, name: 'a' } });
    const other = await rig.connect(short);
    const id = rig.start({ deviceId: other, source: byCall(), receive: intoFolder(rig) });
    await rig.in(id, 'failed');
    await rig.streams.handlers.restartTransfer({ id });
    await rig.until(() => rig.transfer(id).state.name === 'failed');
    expect(await readdir(rig.folder)).toEqual(['a.part']);
    await rig.in(rig.start({ deviceId, source: byCall(), receive: intoFolder(rig) }), 'done');
    expect((await readdir(rig.folder)).toSorted()).toEqual(['a', 'a.part']);
  });

  test('is removed from the list, brought back at its place, and its file stays', async () => {
    const port = await streamServer(sends(Buffer.from('x')), { param: { name: 'a' } });
    const { rig, id } = await receiving(port, (each) => intoFolder(each));
    await rig.in(id, 'done');
    const { removeTransfer, bringBackTransfer, showTransferFile } = rig.streams.handlers;
    await showTransferFile({ id });
    expect(rig.shown).toEqual([path.join(rig.folder, 'a')]);
    await removeTransfer({ id });
    expect(rig.streams.all().transfers).toEqual([]);
    expect(() => rig.streams.handlers.pauseTransfer({ id })).toThrow(
      expect.objectContaining({ code: 'NO_SUCH_TRANSFER' }),
    );
    await bringBackTransfer({ id });
    expect(rig.transfer(id).state.name).toBe('done');
    expect(await readdir(rig.folder)).toEqual(['a']);
  });
});

describe('after a restart', () => {
  test('the list is there: what ended with its result, what ran as interrupted, and it can begin again', async () => {
    const workspace = await temporaryFolder();
    const endless = await streamServer((stream) => void stream.write('x'));
    const port = await streamServer(sends(Buffer.from('all')));
    const before = await Rig.open({ workspace });
    const done = before.start({
      deviceId: await before.connect(port),
      source: byCall(),
      receive: intoFile(before, 'a'),
    });
    await before.in(done, 'done');
    const ran = before.start({
      deviceId: await before.connect(endless),
      source: byCall(),
      receive: intoFile(before, 'b'),
    });
    await before.until(() => before.transfer(ran).received.bytes === 1);
    await before.close();

    const after = await Rig.open({ workspace });
    expect(after.streams.all().transfers.map(({ id, state }) => [id, state.name])).toEqual([
      [ran, 'interrupted'],
      [done, 'done'],
    ]);
    expect(after.transfer(done).received).toMatchObject({ bytes: 3, sha256: sha256(Buffer.from('all')) });
    expect(after.transfer(ran).file).toMatchObject({ name: 'b.part', partial: true });
    await after.streams.handlers.restartTransfer({ id: ran });
    expect((await after.in(ran, 'failed')).state.reason.code).toBe('NO_SUCH_DEVICE');
  });

  test('what ran when the app was killed is interrupted, with as much as had come', async () => {
    const workspace = await temporaryFolder();
    const size = 300_000;
    const port = await streamServer((stream) => void stream.write(randomBytes(size)));
    const killed = await Rig.open({ workspace });
    const id = killed.start({
      deviceId: await killed.connect(port),
      source: byCall(),
      receive: intoFile(killed, 'log.bin'),
    });
    await killed.in(id, 'running');
    const part = path.join(killed.folder, 'log.bin.part');
    await expect.poll(async () => (await stat(part)).size, { timeout: 10_000 }).toBe(size);
    await killed.saved();

    // It was not closed: all that it leaves is what is on the disk.
    const after = await Rig.open({ workspace });
    expect(after.transfer(id)).toMatchObject({
      state: { name: 'interrupted' },
      received: { bytes: size },
      file: { name: 'log.bin.part', partial: true },
    });
  });

  test('a file of the workspace replaces nothing without asking, and moves nothing but what was received', async () => {
    const workspace = await temporaryFolder();
    const port = await streamServer(sends(Buffer.from('x')), { param: { name: 'a' } });
    const before = await Rig.open({ workspace });
    const id = before.start({
      deviceId: await before.connect(port),
      source: byCall(),
      receive: intoFolder(before, 'replace'),
    });
    await before.in(id, 'done');
    await before.close();
    const file = path.join(workspace, 'local', 'transfers.json');
    const saved = JSON.parse(await readFile(file, 'utf8'));
    saved.transfers[0].state = { name: 'deciding', since: 1, taken: '/etc/passwd' };
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(saved));
    const after = await Rig.open({ workspace });
    expect(after.transfer(id).state.name).toBe('interrupted');
    expect(after.transfer(id).receive).toMatchObject({ ifExists: 'ask' });
  });
});

const NOTHING = { kind: 'text', text: '' } as const;

async function fileOf(rig: Rig, bytes: Uint8Array) {
  const file = path.join(await temporaryFolder(), 'firmware.bin');
  await writeFile(file, bytes);
  return rig.files.choose(file);
}

/** A stream of a server that nobody has asked for; answers its tunnel id. */
async function offered(serve: (stream: Stream) => void): Promise<number> {
  const server = new Server();
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close({ linger: 0 }));
  const stream = await server.createStream();
  stream.once('link', () => serve(stream));
  return stream.tunnelId;
}

/** As a disk with so much room. */
async function onFullDisk(
  file: Parameters<typeof open>[0],
  flags: string | number,
  mode: number | undefined,
  room: number,
) {
  const handle = await open(file, flags, mode);
  const write = handle.write.bind(handle) as (...given: unknown[]) => Promise<{ bytesWritten: number; buffer: Buffer }>;
  let left = room;
  handle.write = (async (bytes: Buffer, offset: number, length: number, position: number) => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const size = Math.min(length, left);
    left -= size;
    return write(bytes, offset, size, position);
  }) as typeof handle.write;
  return handle;
}
