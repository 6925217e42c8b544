import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Peer } from '../../../core/test/peer/peer.ts';
import { byCall, Rig, temporaryFolder } from './harness.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a server of the npm package sends a file and takes another at the same time', async () => {
  const peer = new Peer('vsoa-server.cjs', {});
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  const size = 100_000;
  const bytes = randomBytes(size);
  const rig = await Rig.open();
  const deviceId = await rig.connect(Number(port));
  const file = path.join(await temporaryFolder(), 'sent.bin');
  // One more byte says that all has come; the peer sends one, too.
  await writeFile(file, Buffer.concat([bytes, Buffer.from('k')]));
  const send = await rig.files.choose(file);
  const target = rig.files.choosePlace(path.join(rig.folder, 'received.bin'));
  const id = rig.start({ deviceId, source: byCall(`/stream/${size}`), receive: { kind: 'file', file: target }, send });
  const { sent, received } = await rig.in(id, 'done');
  expect([sent.bytes, received.bytes]).toEqual([size + 1, size + 1]);
  const there = await readFile(target.path);
  const { streamed } = await peer.heard('streamed');
  expect(streamed).toEqual({ sent: sha256(there.subarray(0, size)), received: sha256(bytes) });
});

test('a server of the npm package that is killed leaves what had come', async () => {
  const peer = new Peer('vsoa-server.cjs', {});
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  const rig = await Rig.open();
  const deviceId = await rig.connect(Number(port));
  const target = rig.files.choosePlace(path.join(rig.folder, 'received.bin'));
  const receive = { kind: 'file', file: target } as const;
  // It waits for as many bytes as it sends, and gets none.
  const id = rig.start({ deviceId, source: byCall('/stream/3000000'), receive });
  await rig.until(() => rig.transfer(id).received.bytes === 3_000_000);
  await peer.kill();
  const { state, file } = await rig.until(() => {
    const now = rig.transfer(id);
    return now.endedAt !== null && now;
  });
  // A killed process may end its connection in good order: then there is no telling, without a size that was announced.
  expect(['failed', 'done']).toContain(state.name);
  expect((await readFile(file?.path ?? '')).length).toBe(3_000_000);
});
