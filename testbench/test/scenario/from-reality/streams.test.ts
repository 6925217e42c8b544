import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Peer } from '../../../../core/test/peer/peer.ts';
import { scenarioFromCapture } from '../../../scenario/from-reality/capture.ts';
import { StreamBytes } from '../../../scenario/from-reality/stream-bytes.ts';
import { mayCapture, Tcpdump } from '../../capture/tools.ts';
import { folderWith, npmClient, run, runEcu } from '../support.ts';

const stream = { id: 1 };

describe('what streams carried', () => {
  it('is put together in its order, whatever came twice or late', () => {
    const bytes = new StreamBytes();
    for (const [offset, text] of [
      [3, 'def'],
      [0, 'abc'],
      [2, 'cde'],
      [6, 'g'],
    ] as const) {
      bytes.add(Buffer.from(text), offset, false, stream);
    }
    bytes.add(Buffer.from('of the client'), 0, true, stream);
    expect(bytes.of(1, 7)).toEqual({ bytes: Buffer.from('abcdefg'), missing: 0 });
    expect(bytes.of(2, 7)).toBeUndefined();
  });

  it('has zeros where the capture has nothing, and says how many', () => {
    const bytes = new StreamBytes();
    bytes.add(Buffer.from('b'), 1, false, stream);
    bytes.add(Buffer.from('e'), 4, false, stream);
    expect(bytes.of(1, 5)).toEqual({ bytes: Buffer.from('\0b\0\0e'), missing: 3 });
  });

  it('is kept up to a limit', () => {
    const bytes = new StreamBytes(4);
    bytes.add(Buffer.from('abc'), 0, false, stream);
    bytes.add(Buffer.from('def'), 3, false, stream);
    bytes.add(Buffer.from('ghi'), 6, false, stream);
    expect(bytes.of(1, 9)).toEqual({ bytes: Buffer.from('abcd'), missing: 0 });
  });
});

describe.skipIf(!mayCapture)('a mock of what tcpdump captured (only root may capture)', () => {
  it('gives the npm client the same bytes over its stream as the real one did', async () => {
    const host = `127.${90 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.9`;
    const file = path.join(folderWith({}), 'ota.pcap');
    const { ecu } = await runEcu({
      host,
      commands: [
        { url: '/firmware', param: { version: 7 }, stream: { send: { random: 300_000, seed: 4 } } },
        { url: '/nothing', stream: { receive: true } },
      ],
    });
    const port = Number(new URL(ecu.url).port);
    const tcpdump = await Tcpdump.start(file, `host ${host}`);
    const peer = new Peer('vsoa-client.cjs', { host, port });
    onTestFinished(() => peer.kill());
    await peer.heard('connect');
    const { tunid } = await peer.tell({ call: '/firmware' });
    const real = await peer.tell({ stream: tunid, take: true });
    expect(real).toMatchObject({ count: 300_000 });
    // One that nobody comes for.
    await peer.tell({ call: '/nothing' });
    await tcpdump.stop(host, port);

    const made = await scenarioFromCapture(file);
    expect(made.text).toContain('its stream sent 300000 bytes, which are in the file');
    expect(made.text).toContain('it announced a stream that nobody saw end');
    const folder = folderWith({});
    for (const { name, bytes } of made.files) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), bytes);
    }
    const [spec] = made.spec.ecus;
    const scenario = await run({ ...made.spec, ecus: [{ ...spec!, host: '127.0.0.1', port: 0 }] }, { folder });
    const mocked = await npmClient(scenario.ecus[0]!);
    const answer = await mocked.tell({ call: '/firmware' });
    expect(answer).toMatchObject({ param: { version: 7 } });
    const got = await mocked.tell({ stream: answer['tunid'] ?? 0, take: true });
    expect([got['count'], got['sha256']]).toEqual([real['count'], real['sha256']]);
  }, 30_000);
});
