import type { Oddity, Tap, TapConnection, TapEvent } from '@vsoa-testbench/core';
import { readCapture } from '../../capture/open.ts';
import type { CaptureSink, SavedPacket, TrafficContent } from '../../capture/types.ts';
import type { CaptureWarning } from '../../contract.ts';

/** Keeps what a file holds, as it could be saved again. */
export class MemorySink implements CaptureSink {
  readonly packets: SavedPacket[] = [];

  packet(...[source, start, end, sent, quick, connection, time]: Parameters<Tap['packet']>): void {
    const bytes = Buffer.from(source.subarray(start, end));
    this.#add(time, connection, { kind: 'PACKET', bytes, sent, quick, odd: null });
  }

  odd(bytes: Buffer, odd: Oddity, quick: boolean, connection: TapConnection, time: number, sent: boolean): void {
    this.#add(time, connection, { kind: 'PACKET', bytes: Buffer.from(bytes), sent, quick, odd });
  }

  other(event: TapEvent, connection: TapConnection, time: number): void {
    const content = event.kind === 'POSITION' ? { ...event, bytes: Buffer.from(event.bytes) } : event;
    this.#add(time, connection, content);
  }

  mark(): void {
    const last = this.packets.at(-1);
    if (last) last.marked = true;
  }

  #add(time: number, connection: TapConnection, content: TrafficContent): void {
    this.packets.push({ index: this.packets.length, time, connection, content, marked: false, pair: null });
  }
}

/** Reads a file whole. */
export async function readAll(file: string): Promise<{ packets: SavedPacket[]; warnings: CaptureWarning[] }> {
  const sink = new MemorySink();
  let warnings: CaptureWarning[] = [];
  const onWarnings = (all: CaptureWarning[]) => {
    warnings = all;
  };
  await readCapture(file, { sink, onWarnings });
  return { packets: sink.packets, warnings };
}
