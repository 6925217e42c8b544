import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFeed, releaseOf } from '../../updates/feed.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const FILE = 'latest-linux.yml';
const SHA512 = `${'A'.repeat(86)}==`;
const YML = `version: 1.2.0
files:
  - url: VSOA Testbench-1.2.0.AppImage
    sha512: ${SHA512}
    size: 123456
path: VSOA Testbench-1.2.0.AppImage
sha512: ${SHA512}
releaseNotes: |
  <b>Bold</b> news
releaseDate: '2026-12-01T10:00:00.000Z'
`;

/** What the web server answers, by name; a function answers by itself. */
let files: Record<string, string | Buffer | ((response: http.ServerResponse) => void)>;
let server: http.Server;
let url: string;

beforeEach(async () => {
  files = {};
  server = http.createServer((request, response) => {
    const file = files[(request.url ?? '').slice('/feed/'.length)];
    if (typeof file === 'function') file(response);
    else response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function serve(yml: string | Buffer, by: KeyObject = privateKey) {
  files[FILE] = yml;
  files[`${FILE}.sig`] = sign(null, Buffer.from(yml), by).toString('base64');
}

const read = () => readFeed({ url, publicKey: key }, FILE, fetch);

describe('a feed of updates', () => {
  test('tells of its newest release, with what its files are checked by', async () => {
    serve(YML);
    const entry = await read();
    const file = { url: 'VSOA Testbench-1.2.0.AppImage', sha512: SHA512, size: 123_456 };
    expect(entry).toMatchObject({ version: '1.2.0', files: [file], path: file.url, sha512: SHA512 });
    expect(releaseOf(entry, 123_456)).toEqual({
      version: '1.2.0',
      date: '2026-12-01T10:00:00.000Z',
      notes: '<b>Bold</b> news\n',
      bytes: 123_456,
    });
  });

  test('is not believed where a byte of it was changed', async () => {
    serve(YML);
    files[FILE] = YML.replace('1.2.0', '9.2.0');
    await expect(read()).rejects.toMatchObject({ problem: 'BAD_SIGNATURE' });
  });

  test('is not believed where somebody else has signed it', async () => {
    serve(YML, generateKeyPairSync('ed25519').privateKey);
    await expect(read()).rejects.toMatchObject({ problem: 'BAD_SIGNATURE' });
  });

  test.each([['rubbish'], [''], [Buffer.alloc(200, 0xff)]])(
    'is not believed with the signature %j',
    async (signature) => {
      serve(YML);
      files[`${FILE}.sig`] = signature;
      await expect(read()).rejects.toMatchObject({ problem: 'BAD_SIGNATURE' });
    },
  );

  test('that holds no signature is out of reach', async () => {
    serve(YML);
    delete files[`${FILE}.sig`];
    await expect(read()).rejects.toMatchObject({ problem: 'UNREACHABLE', message: expect.stringContaining('404') });
  });

  test('that is down is out of reach', async () => {
    server.close();
    await expect(read()).rejects.toMatchObject({ problem: 'UNREACHABLE', message: expect.stringContaining(url) });
  });

  test('that leads elsewhere is not followed', async () => {
    files[FILE] = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    await expect(read()).rejects.toMatchObject({ problem: 'UNREACHABLE' });
  });

  test('that goes on for 10 MiB is left after 256 KiB', async () => {
    let sent = 0;
    files[FILE] = (response) => {
      const more = () => {
        while (sent < 10_485_760 && !response.destroyed) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 'x'))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    };
    await expect(read()).rejects.toMatchObject({ problem: 'BAD_FEED' });
  });

  test.each([
    ['no YAML', '{{{'],
    ['a list', '- 1\n- 2'],
    ['no version', YML.replace(/^version.*\n/, '')],
    ['a strange version', YML.replace('version: 1.2.0', 'version: ../1')],
    ['a file with no checksum', YML.replace(/sha512: A+==/, 'sha512: abc')],
    ['a file of another server', YML.replace(/url: .*/, 'url: https://example.org/x.AppImage')],
    ['a file of another folder', YML.replace(/url: .*/, 'url: ../x.AppImage')],
    ['a file of no size', YML.replace(/size: .*/, 'size: 0')],
    ['aliases that grow', `a: &a [1, 1]\nb: &b [*a, *a]\n${YML}`],
  ])('that is signed and holds %s makes no sense', async (_what, yml) => {
    serve(yml);
    await expect(read()).rejects.toMatchObject({ problem: 'BAD_FEED' });
  });
});
