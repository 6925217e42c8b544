import { systemClock } from '@vsoa-testbench/core';
import { Recorder } from '../../capture/recorder.ts';
import { packet, tapConnection, tell } from '../packets.ts';

/** Records without end, and prints how many packets the disk has each time that changes. Its parent kills it. */
const recorder = await Recorder.start({
  folder: process.argv[2] ?? '',
  maxFileBytes: 1_048_576,
  maxFiles: 1_000,
  syncMs: 100,
  clock: systemClock,
  onChange: () => process.stdout.write(`${recorder.describe().packets}\n`),
});
const connection = tapConnection(1);
let seqno = 0;
setInterval(() => {
  for (let count = 0; count < 200; count++) {
    tell(recorder, packet({ seqno: seqno++, param: '"x"' }), true, false, connection, systemClock.time());
  }
}, 1);
