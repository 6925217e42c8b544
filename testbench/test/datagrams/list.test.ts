import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry } from '../../datagrams/list/entry.ts';
import { ListReader } from '../../datagrams/list/reader.ts';
import { MAX_RECORD } from '../../datagrams/list/records.ts';
import { checkList, ListSource } from '../../datagrams/list/source.ts';
import { WrongList } from '../../datagrams/source.ts';

const noVariables = () => () => undefined;

async function listFile(name: string, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'datagram-list-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function read(file: string, change: { quick?: boolean; raw?: boolean } = {}) {
  const reader = await ListReader.open({ path: file, quick: false, raw: false, values: noVariables, ...change });
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (let items = await reader.next(); items !== null; items = await reader.next()) {
    for (const item of items) {
      if ('entry' in item) entries.push(item.entry);
      else problems.push(`${item.problem.line}:${item.problem.column} ${item.problem.code}`);
    }
  }
  await reader.close();
  return { entries: entries.map(shown), problems };
}

const shown = ({ line, url, quick, param, data, delayMs }: Entry) => ({
  line,
  url,
  quick,
  delayMs,
  ...(param && { param: Buffer.from(param).toString() }),
  ...(data && { data: Buffer.from(data).toString('hex') }),
});

describe('a list in JSON Lines', () => {
  it('gives each datagram its url, param, data, channel and delay', async () => {
    const file = await listFile(
      'list.jsonl',
      '\ufeff{"url":"/a","param":{ "n" : 1.10, "big": 12345678901234567890 }}\r\n' +
        '\n' +
        '{"url":"/b","data":"29 01ff","quick":true,"delayMs":2.5}\n' +
        '  {"data": {"text": "größer"}, "url": "/c", "param": "text"}\n' +
        '{"url":"/d","data":{"hex":"00"}}',
    );
    expect(await read(file)).toEqual({
      entries: [
        { line: 1, url: '/a', quick: false, delayMs: 0, param: '{"n":1.10,"big":12345678901234567890}' },
        { line: 3, url: '/b', quick: true, delayMs: 2.5, data: '2901ff' },
        { line: 4, url: '/c', quick: false, delayMs: 0, param: '"text"', data: '6772c3b6c39f6572' },
        { line: 5, url: '/d', quick: false, delayMs: 0, data: '00' },
      ],
      problems: [],
    });
  });

  it('sends a param that is a string as its text where the device takes raw params', async () => {
    const file = await listFile('list.jsonl', '{"url":"/a","param":"no \\"JSON\\""}\n{"url":"/a","param":[1]}');
    const { entries } = await read(file, { raw: true });
    expect(entries.map(({ param }) => param)).toEqual(['no "JSON"', '[1]']);
  });

  it.each([
    ['{"url":"/a",}', '1:13 NOT_JSON'],
    ['{"url":"/a"} {"url":"/b"}', '1:14 NOT_JSON'],
    ['["/a"]', '1:1 NOT_AN_OBJECT'],
    ['{"param":1}', '1:1 NO_URL'],
    ['{"url":7}', '1:8 BAD_URL'],
    ['{"url":"a"}', '1:8 BAD_URL'],
    ['{"url":"/a","speed":1}', '1:13 UNKNOWN_FIELD'],
    ['{"url":"/a","url":"/b"}', '1:13 UNKNOWN_FIELD'],
    ['{"url":"/a","data":"0g"}', '1:20 BAD_HEX'],
    ['{"url":"/a","data":{"base64":""}}', '1:20 BAD_DATA'],
    ['{"url":"/a","data":7}', '1:20 BAD_DATA'],
    ['{"url":"/a","quick":"yes"}', '1:21 BAD_QUICK'],
    ['{"url":"/a","delayMs":-1}', '1:23 BAD_DELAY'],
    ['{"url":"/a","param":"{{missing}}"}', '1:21 BAD_VARIABLE'],
    ['\n\n{"url":', '3:8 NOT_JSON'],
    ['中文', '1:1 NOT_JSON'],
  ])('says where %s is wrong: %s', async (text, problem) => {
    expect((await read(await listFile('list.jsonl', text))).problems).toEqual([problem]);
  });

  it('refuses what no packet of its channel can hold', async () => {
    const data = '00'.repeat(70_000);
    const file = await listFile(
      'list.jsonl',
      `{"url":"/a","data":"${data}","quick":true}\n{"url":"/a","data":"${data}"}`,
    );
    const { entries, problems } = await read(file);
    expect(problems).toEqual(['1:8 TOO_LARGE']);
    expect(entries).toHaveLength(1);
  });

  it('goes on behind a line that is no UTF-8, and behind one that has no end', async () => {
    const file = await listFile(
      'list.jsonl',
      Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(3 * MAX_RECORD, 'x'), Buffer.from('\n{"url":"/a"}\n')]),
    );
    expect(await read(file)).toMatchObject({
      problems: ['1:1 NOT_UTF8', `2:${MAX_RECORD + 1} TOO_LONG`],
      entries: [{ line: 3, url: '/a' }],
    });
  });
});

describe('a list in CSV', () => {
  it('has its columns in any order, and cells over several lines', async () => {
    const file = await listFile(
      'list.csv',
      'delayMs,url,param,data,quick\r\n' +
        '5,/a,"{""n"":1,\n ""m"": 2}",29 01,true\r\n' +
        ',/b,,"{""text"":""a,b""}",0\r\n' +
        ',/c,,,\r\n',
    );
    expect(await read(file, { quick: true })).toEqual({
      entries: [
        { line: 2, url: '/a', quick: true, delayMs: 5, param: '{"n":1,"m":2}', data: '2901' },
        { line: 4, url: '/b', quick: false, delayMs: 0, data: '612c62' },
        { line: 5, url: '/c', quick: true, delayMs: 0 },
      ],
      problems: [],
    });
  });

  it.each([
    ['url,sped\n/a,1', '1:5 BAD_HEADER'],
    ['param,data\n1,00', '1:1 BAD_HEADER'],
    ['url,url\n/a,/b', '1:1 BAD_HEADER'],
    ['url,param\n/a', '2:1 WRONG_COUNT'],
    ['url\n/a,,,,,,,,,,', '2:7 WRONG_COUNT'],
    ['url,param\n/a,{no}', '2:4 BAD_PARAM'],
    ['url,param\n/a,"1', '2:4 BAD_QUOTE'],
    ['url,param\n/a,"1"2', '2:7 BAD_QUOTE'],
    ['url,param\n/a,1"2"', '2:5 BAD_QUOTE'],
    ['url,delayMs\n/a,soon', '2:4 BAD_DELAY'],
    ['url,quick\n/a,maybe', '2:4 BAD_QUICK'],
    ['url,param,data\n/a,"\n\n1",0', '4:4 BAD_HEX'],
    ['param,url\n1,', '2:3 NO_URL'],
  ])('says where %j is wrong: %s', async (text, problem) => {
    expect((await read(await listFile('list.csv', text))).problems).toEqual([problem]);
  });

  it('is not slow where a row has a million cells', async () => {
    const file = await listFile('list.csv', `url\n${','.repeat(1_000_000)}\n/a`);
    expect(await read(file)).toMatchObject({ problems: ['2:5 WRONG_COUNT'], entries: [{ line: 3 }] });
  });
});

describe('any file', () => {
  it.each(['list.jsonl', 'list.csv'])(
    '%s is read to its end without a throw, and the same however it is cut',
    async (name) => {
      const piece = fc.oneof(
        fc.constantFrom('url', '/a', '"', '""', ',', '\n', '\r\n', '{', '}', '{"url":"/a"}', '{{x}}', ':', '[', '\\'),
        fc.string({ unit: 'binary', maxLength: 8 }),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(piece, { maxLength: 60 }),
          fc.integer({ min: 0, max: 70_000 }),
          async (pieces, lead) => {
            const head = name.endsWith('.csv') ? 'url,param\n' : '';
            // In front of it, so that the end of a read falls on any of its bytes.
            const filler = name.endsWith('.csv') ? '/f,1\n' : '{"url":"/f"}\n';
            const padding = filler.repeat(Math.floor(lead / filler.length));
            const plain = await read(await listFile(name, head + pieces.join('')));
            const moved = await read(await listFile(name, head + padding + pieces.join('')));
            const added = Math.floor(lead / filler.length);
            const lines = plain.entries.map(({ line }) => line + added);
            expect(moved.entries.slice(added).map(({ line }) => line)).toEqual(lines);
            expect(moved.entries.slice(added).map(({ url }) => url)).toEqual(plain.entries.map(({ url }) => url));
            expect(moved.problems).toHaveLength(plain.problems.length);
          },
        ),
        { numRuns: 40 },
      );
    },
  );
});

describe('before a list is sent', () => {
  const options = { quick: false, raw: false, values: noVariables };

  it('all of it is read, and what is wrong is told: the first lines, and how many', async () => {
    const file = await listFile('list.jsonl', '{"url":"/a"}\n'.repeat(100) + 'wrong\n'.repeat(50));
    const parts: number[] = [];
    const failure = await checkList({ ...options, path: file }, (part) => parts.push(part) > 0).catch((error) => error);
    expect(failure).toBeInstanceOf(WrongList);
    expect(failure).toMatchObject({ wrongLines: 50, problems: { length: 20, 0: { line: 101, column: 1 } } });
    expect(parts.at(-1)).toBe(1);
  });

  it('reading may be given up', async () => {
    const file = await listFile('list.jsonl', '{"url":"/a"}\n'.repeat(100_000));
    let asked = 0;
    await checkList({ ...options, path: file }, () => (asked += 1) < 3);
    expect(asked).toBe(3);
  });

  it('wrong lines are left out where that is wanted, and counted', async () => {
    const file = await listFile('list.jsonl', '{"url":"/a"}\nwrong\n{"url":"/b"}');
    const source = new ListSource({ ...options, path: file, loop: false, skipWrong: true });
    const urls: string[] = [];
    for (let next = source.next(); next !== null; next = source.next()) {
      if (next === undefined) await source.load();
      else {
        urls.push(next.url);
        source.done();
      }
    }
    expect(urls).toEqual(['/a', '/b']);
    expect(source.wrongLines).toBe(1);
  });

  it('a list of nothing but wrong lines ends, also where it is sent again and again', async () => {
    const file = await listFile('list.jsonl', 'wrong');
    const source = new ListSource({ ...options, path: file, loop: true, skipWrong: true });
    await source.load();
    await source.load();
    expect(source.next()).toBeNull();
  });
});
