import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Server, type Stream } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder } from './folder.ts';
import { npmServer, Run, run } from './run.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A server that offers a stream on /stream, with what the answer says of it. */
async function offering(use: (stream: Stream) => unknown, param?: { size?: number; sha256?: string }): Promise<string> {
  const server = new Server();
  server.command('/stream', async (_, client) => {
    const stream = await server.createStream({ client });
    stream.on('error', () => undefined);
    stream.once('link', () => use(stream));
    return { tunnelId: stream.tunnelId, ...(param && { param }) };
  });
  server.command('/plain', () => ({ param: 'no stream' }));
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return `vsoa://127.0.0.1:${server.address?.port}`;
}

describe('get', () => {
  it('receives a stream into a file, and says how many bytes and which SHA-256', async () => {
    const bytes = randomBytes(3_000_000);
    const url = await offering((stream) => stream.end(bytes), { size: bytes.length, sha256: sha256(bytes) });
    const place = folder();
    const file = path.join(place, 'clip.bin');
    const { code, stdout } = await run('get', `${url}/stream`, '--to', file, '--json');
    expect(JSON.parse(stdout)).toEqual({ bytes: 3_000_000, sha256: sha256(bytes), seconds: expect.any(Number) });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(place)).toEqual(['clip.bin']);
    expect(code).toBe(0);
  });

  it('receives a file from an npm server', async () => {
    const { url } = await npmServer();
    const file = path.join(folder(), 'file');
    const { code, stdout } = await run('get', `${url}/file/3000000`, '--to', file, '--json');
    const bytes = Buffer.alloc(3_000_000, 7);
    expect(JSON.parse(stdout)).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(code).toBe(0);
  });

  it('replaces no file without --force', async () => {
    const url = await offering((stream) => stream.end('new'));
    const file = path.join(folder(), 'log.txt');
    writeFileSync(file, 'old');
    const refused = await run('get', `${url}/stream`, '--to', file);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is there already: expected another name, or --force to replace it');
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect((await run('get', `${url}/stream`, '--to', file, '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('keeps what came of a stream that breaks off, beside the name', async () => {
    const url = await offering((stream) => stream.write('half', () => stream.destroy(new Error('gone'))), {
      size: 100,
    });
    const place = folder();
    const { code, stderr } = await run('get', `${url}/stream`, '--to', path.join(place, 'file'));
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^error: /m);
    expect(readdirSync(place).filter((name) => name === 'file')).toEqual([]);
  });

  it('does not take another content than the one announced', async () => {
    const url = await offering((stream) => stream.end('other'), { size: 5, sha256: sha256(Buffer.from('right')) });
    const { code, stderr } = await run('get', `${url}/stream`, '--to', path.join(folder(), 'file'));
    expect(code).toBe(1);
    expect(stderr).toContain('announced was');
  });

  it('says so where there is no stream', async () => {
    const url = await offering(() => undefined);
    const { code, stderr } = await run('get', `${url}/plain`, '--to', path.join(folder(), 'file'));
    expect(stderr).toBe('error: the answer of /plain offers no stream\n');
    expect(code).toBe(1);
  });

  it('ends cleanly when the user ends it', async () => {
    const url = await offering((stream) => stream.write('first'));
    const place = folder();
    const program = new Run(['get', `${url}/stream`, '--to', path.join(place, 'file')]);
    while (!readdirSync(place).includes('file.part') || readFileSync(path.join(place, 'file.part')).length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    program.child.kill('SIGTERM');
    const { code, stderr } = await program.ended();
    expect(stderr).toContain('ended before it was through');
    expect(code).toBe(1);
    expect(readFileSync(path.join(place, 'file.part'), 'utf8')).toBe('first');
  });
});

describe('put', () => {
  it('sends a file, and says its name and size where they are asked for', async () => {
    const bytes = randomBytes(2_000_000);
    const got: Buffer[] = [];
    let all: Promise<unknown> | undefined;
    const url = await offering((stream) => {
      stream.on('data', (chunk: Buffer) => got.push(chunk));
      all = new Promise((resolve) => stream.once('end', () => resolve(stream.end())));
    });
    const file = path.join(folder(), 'fw.bin');
    writeFileSync(file, bytes);
    const param = '{"name":"{{fileName}}","size":{{fileSize}}}';
    const { code, stdout } = await run('put', file, `${url}/stream`, '--param', param, '--json');
    expect(JSON.parse(stdout)).toEqual({ bytes: 2_000_000, sha256: sha256(bytes), seconds: expect.any(Number) });
    await all;
    expect(sha256(Buffer.concat(got))).toBe(sha256(bytes));
    expect(code).toBe(0);
  });

  it('sends a file to an npm server', async () => {
    const { url, peer } = await npmServer();
    const file = path.join(folder(), 'file');
    const bytes = randomBytes(500_001);
    writeFileSync(file, bytes);
    const { stdout } = await run('put', file, `${url}/stream/500000`, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ bytes: 500_001, sha256: sha256(bytes) });
    expect(await peer.heard('streamed')).toMatchObject({ streamed: { received: sha256(bytes.subarray(0, 500_000)) } });
  });

  it('says what is wrong with the file', async () => {
    const { code, stderr } = await run('put', '/nowhere', 'vsoa://127.0.0.1:1/a');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*nowhere/);
  });
});
