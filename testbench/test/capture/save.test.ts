import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { CSV_COLUMNS } from '../../capture/write/csv.ts';
import { packet, tapConnection } from '../packets.ts';
import { tempFolder } from './folder.ts';

const connection = {
  ...tapConnection(3, '=adas, "a"'),
  quickLocal: '127.0.0.1:4000',
  quickRemote: '[::1]:3005',
};
const base = { index: 7, time: 1_700_000_000_123.456, connection, marked: false, pair: null };

function saved(bytes: Uint8Array, more: Partial<SavedPacket> = {}): SavedPacket {
  return { ...base, content: { kind: 'PACKET', bytes, sent: true, quick: false, odd: null }, ...more };
}

async function textOf(format: 'jsonl' | 'csv', packets: SavedPacket[]): Promise<string> {
  const file = path.join(tempFolder(), 'a');
  await saveCapture(file, packets, { format });
  return readFileSync(file, 'utf8');
}

/** As RFC 4180 says it. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  const [names = [], ...lines] = rows.slice(0, -1);
  return lines.map((line) => Object.fromEntries(names.map((name, at) => [name, line[at] ?? ''])));
}

const request = packet({
  type: 1,
  flags: 4,
  seqno: 5,
  url: '/door',
  param: '{ "n": 12345678901234567890.10,\n "s": "a\\nb" }',
  data: Buffer.from([0, 255]),
});
const events: SavedPacket[] = [
  { ...base, content: { kind: 'STREAM_OPEN', tunnelId: 50_000 } },
  { ...base, content: { kind: 'STREAM_CLOSE', tunnelId: 50_000, sentBytes: 1, receivedBytes: 2, error: 'TIMEOUT' } },
  { ...base, content: { kind: 'POSITION', bytes: Buffer.from('{"name":"ecu"}'), sent: true, malformed: false } },
];

describe('JSON Lines', () => {
  it('has all of a packet in one line, the digits of its param as they came', async () => {
    const text = await textOf('jsonl', [saved(request, { pair: { index: 9, rttMs: 1.5 }, marked: true })]);
    expect(text).toContain('"param":{"n":12345678901234567890.10,"s":"a\\nb"}');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        index: 7,
        time: '2023-11-14T22:13:20.123456Z',
        epochMs: 1_700_000_000_123.456,
        side: 'device',
        connection: '=adas, "a"',
        connectionId: 3,
        direction: 'sent',
        channel: 'normal',
        local: '127.0.0.1:1',
        remote: '127.0.0.1:2',
        type: 'RPC',
        typeCode: 1,
        reply: false,
        set: true,
        status: 0,
        seqno: 5,
        tunnelId: 0,
        url: '/door',
        param: { n: Number('12345678901234567890'), s: 'a\nb' },
        dataBase64: 'AP8=',
        length: request.length,
        pairIndex: 9,
        rttMs: 1.5,
        marked: true,
      },
    ]);
  });

  it('says what a param is that is no JSON, and has the bytes of what is no packet', async () => {
    const odd = { kind: 'PACKET', bytes: Buffer.from('hello'), sent: false, quick: true, odd: 'BAD_MAGIC' } as const;
    const lines = await textOf('jsonl', [
      saved(packet({ param: 'plain\ntext' })),
      saved(packet({ param: Buffer.from([0xff]) })),
      { ...base, content: odd },
      saved(request.subarray(0, 30)),
      ...events,
    ]);
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { paramText: 'plain\ntext' },
      { paramBase64: '/w==' },
      { type: 'UNKNOWN', odd: 'BAD_MAGIC', bytesBase64: 'aGVsbG8=', local: '127.0.0.1:4000', remote: '[::1]:3005' },
      { type: 'RPC', url: '/door', bytesBase64: request.subarray(0, 30).toString('base64') },
      { type: 'STREAM_OPEN', tunnelId: 50_000 },
      { type: 'STREAM_CLOSE', sentBytes: 1, receivedBytes: 2, error: 'TIMEOUT' },
      { type: 'POSITION', param: { name: 'ecu' } },
    ]);
  });
});

describe('CSV', () => {
  it('has a first line of names, and every cell as it was, whatever is in it', async () => {
    const text = await textOf('csv', [
      saved(request),
      saved(packet({ url: '/a"b', param: Buffer.from([0xff]) })),
      ...events,
    ]);
    expect(text.split('\r\n')[0]).toBe(CSV_COLUMNS.join(','));
    expect(parseCsv(text)).toMatchObject([
      {
        index: '7',
        type: 'RPC',
        param: '{ "n": 12345678901234567890.10,\n "s": "a\\nb" }',
        paramKind: 'json',
        data: '00ff',
      },
      { url: '/a"b', param: 'ff', paramKind: 'hex', marked: 'false' },
      { type: 'STREAM_OPEN', tunnelId: '50000', seqno: '' },
      { type: 'STREAM_CLOSE', sentBytes: '1', receivedBytes: '2', error: 'TIMEOUT' },
      { type: 'POSITION', param: '{"name":"ecu"}' },
    ]);
  });

  it('has nothing in it that a spreadsheet would run', async () => {
    const params = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\n=1', '-5', '+1.5', '"=1"'];
    const rows = parseCsv(
      await textOf(
        'csv',
        params.map((param) => saved(packet({ url: `=${param}`, param }))),
      ),
    );
    expect(rows.map(({ param }) => param)).toEqual([
      "'=1+1",
      "'+cmd",
      "'-2+3",
      "'@SUM(A1)",
      "'\t=1",
      "'\n=1",
      '-5',
      '+1.5',
      '"=1"',
    ]);
    expect(rows.map(({ url }) => url?.[0])).toEqual(params.map(() => "'"));
    expect(rows[0]?.['connection']).toBe(`'=adas, "a"`);
  });
});

function* many(count: number, onEach: (at: number) => void = () => undefined): Generator<SavedPacket> {
  for (let at = 0; at < count; at++) {
    onEach(at);
    yield saved(packet({ seqno: at, data: Buffer.alloc(1_000) }), { index: at });
  }
}

describe('saving', () => {
  it('tells how far it is, and what was written', async () => {
    const file = path.join(tempFolder(), 'a.pcapng');
    const told: number[] = [];
    const result = await saveCapture(file, many(5_000), { format: 'pcapng', onProgress: (done) => told.push(done) });
    expect(result).toEqual({ name: 'a.pcapng', path: file, packets: 5_000, bytes: readFileSync(file).length });
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe(5_000);
  });

  it('replaces a file at the end, or not at all: cancelled', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.pcapng');
    writeFileSync(file, 'mine');
    const stop = new AbortController();
    const packets = many(100_000, (at) => at === 3_000 && stop.abort(new Error('enough')));
    const saving = saveCapture(file, packets, { format: 'pcapng', signal: stop.signal });
    await expect(saving).rejects.toThrow('enough');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['a.pcapng']);
  });

  it('replaces a file at the end, or not at all: failed on the way', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.pcapng');
    writeFileSync(file, 'mine');
    const packets = many(100_000, (at) => {
      if (at === 3_000) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    await expect(saveCapture(file, packets, { format: 'pcapng' })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['a.pcapng']);
  });

  it.skipIf(process.platform === 'win32')('takes any name that the file system takes', async () => {
    const folder = tempFolder();
    const name = `${'车'.repeat(80)}\n.pcapng`;
    expect(await saveCapture(path.join(folder, name), many(1), { format: 'pcapng' })).toMatchObject({ name });
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.skipIf(process.platform === 'win32')(
    'follows a link, and puts nothing in the place of what is no file',
    async () => {
      const folder = tempFolder();
      const [file, link, pipe] = ['a', 'link', 'pipe'].map((name) => path.join(folder, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(file, 'mine');
      symlinkSync(file, link);
      execFileSync('mkfifo', [pipe]);
      const { bytes } = await saveCapture(link, many(1), { format: 'pcapng' });
      expect([lstatSync(link).isSymbolicLink(), lstatSync(file).size]).toEqual([true, bytes]);
      const refused = { code: 'FILE_UNWRITABLE' };
      await expect(saveCapture(pipe, many(1), { format: 'pcapng' })).rejects.toMatchObject(refused);
      await expect(saveCapture(folder, many(1), { format: 'pcapng' })).rejects.toMatchObject(refused);
      expect([lstatSync(pipe).isFIFO(), readdirSync(folder).length]).toEqual([true, 3]);
    },
  );

  it('fails where no file can be made', async () => {
    const saving = saveCapture('/dev/null/a.pcapng', many(1), { format: 'pcapng' });
    await expect(saving).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });

  it('lets others have their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    await saveCapture(path.join(tempFolder(), 'a.csv'), many(20_000), { format: 'csv' });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});
