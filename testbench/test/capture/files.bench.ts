import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bench, describe } from 'vitest';
import { readCapture } from '../../capture/open.ts';
import { saveCapture } from '../../capture/save.ts';
import type { SavedPacket } from '../../capture/types.ts';
import { packet, tapConnection } from '../packets.ts';
import { frame, pcapFile } from './network.ts';

const COUNT = 100_000;
const ONCE = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 };
const packets = Array.from({ length: 100 }, (_, n) =>
  packet({ url: `/vehicle/signals/topic-${n}`, param: `{"speed":${n},"text":"${'x'.repeat(60)}"}`, seqno: n }),
);
const connections = [1, 2, 3].map((id) => Object.assign(tapConnection(id), { local: `127.0.0.1:${1_000 + id}` }));

function* traffic(): Generator<SavedPacket> {
  for (let index = 0; index < COUNT; index++) {
    const connection = connections[index % 3] as (typeof connections)[number];
    const bytes = packets[index % 100] as Buffer;
    const content = { kind: 'PACKET', bytes, sent: index % 2 === 0, quick: false, odd: null } as const;
    yield { index, time: 1_700_000_000_000 + index / 100, connection, content, marked: false, pair: null };
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'capture-bench-'));
const sink = { packet() {}, odd() {}, other() {}, mark() {} };

/** 100,000 packets of 128 bytes (12.8 MB). Run by hand: npx vitest bench testbench/test/capture. */
describe('100,000 packets', () => {
  for (const format of ['pcapng', 'jsonl', 'csv'] as const) {
    bench(
      `written as ${format}`,
      async () => {
        await saveCapture(path.join(folder, `a.${format}`), traffic(), { format });
      },
      ONCE,
    );
  }
  bench('read from pcapng of ours', () => readCapture(path.join(folder, 'a.pcapng'), { sink }), ONCE);

  const captured = path.join(folder, 'a.pcap');
  let seq = 1;
  const frames = Array.from({ length: COUNT }, (_, index) => {
    const bytes = packets[index % 100] as Buffer;
    const made = frame('10.0.0.1:40000', '10.0.0.2:3005', true, { seq, ack: 1, flags: 0x10 }, bytes);
    seq += bytes.length;
    return { time: 1_700_000_000_000 + index / 100, bytes: made };
  });
  writeFileSync(captured, pcapFile(frames));
  bench('read from a capture of a network', () => readCapture(captured, { sink }), ONCE);
});
