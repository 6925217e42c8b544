import * as v from 'valibot';
import { command, id, index, shortText, time } from './command.ts';
import type {
  Capture,
  FilterHelp,
  Recording,
  SavedFile,
  TrafficChart,
  TrafficPacket,
  TrafficRow,
  TrafficView,
} from './traffic.ts';

export const trafficCommands = {
  /**
   * Shows another part of the traffic. A filter that is none fails with `INVALID_FILTER` and its place, and leaves the
   * view as it is.
   */
  setTrafficView: command<TrafficView>()(
    v.object({ source: id, filter: shortText, from: v.nullable(time), to: v.nullable(time) }),
  ),
  /** Rows at the positions `from` up to but not including `to`, at most 2,000; evicted ones are left out. */
  trafficRows: command<TrafficRow[]>()(v.object({ view: index, from: index, to: index })),
  /** The position of the packet in the view; where it is not in it, that of the next one that is. */
  trafficPosition: command<number>()(v.object({ view: index, index })),
  /**
   * Of the packets of the view beyond the position `from` (before the first: -1) that of the nearest that failed, is
   * unanswered or odd; null where there is none.
   */
  trafficProblem: command<number | null>()(
    v.object({
      view: index,
      from: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
      step: v.picklist([1, -1]),
    }),
  ),
  trafficPacket: command<TrafficPacket>()(v.object({ source: id, index })),
  /** Packets as text for the clipboard, by positions, at most 10,000: one JSON a line, hex dumps, or a table. */
  trafficText: command<string>()(
    v.object({ view: index, from: index, to: index, format: v.picklist(['json', 'hex', 'text']) }),
  ),
  /** Of the source of the view: at most `buckets` from `from` to `to`, epoch ms; null: all there is. */
  trafficChart: command<TrafficChart>()(
    v.object({
      view: index,
      from: v.nullable(time),
      to: v.nullable(time),
      buckets: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000)),
    }),
  ),
  filterHelp: command<FilterHelp>()(v.object({ source: id, text: shortText, caret: index })),
  /** Packets at the positions `from` up to but not including `to`, of which it takes the first 10,000. Answers how many. */
  markTraffic: command<number>()(v.object({ view: index, from: index, to: index, marked: v.boolean() })),
  /** Bytes of memory for live traffic, at least 1 MiB. */
  setTrafficCap: command<void>()(
    v.object({ bytes: v.pipe(v.number(), v.integer(), v.minValue(1_048_576), v.maxValue(68_719_476_736)) }),
  ),

  /** Asks the user for a file and writes it; null where the user chose none, or cancelled the task. */
  saveTraffic: command<SavedFile | null>()(
    v.object({
      view: index,
      /** All of the source, the view, or the positions `from` up to but not including `to` of the view. */
      what: v.variant('kind', [
        v.object({ kind: v.literal('all') }),
        v.object({ kind: v.literal('view') }),
        v.object({ kind: v.literal('range'), from: index, to: index }),
      ]),
      format: v.picklist(['pcapng', 'jsonl', 'csv']),
    }),
  ),
  /** Asks the user for a pcapng or pcap file and reads it; null where the user chose none. */
  openCapture: command<Capture | null>()(v.undefined()),
  closeCapture: command<void>()(v.object({ id })),
  /** Asks the user for a folder. A file is full at `maxFileBytes`; of the files the newest `maxFiles` stay. */
  startRecording: command<Recording | null>()(
    v.object({
      maxFileBytes: v.pipe(v.number(), v.integer(), v.minValue(1_048_576)),
      maxFiles: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
      /** What a crash may lose, ms. */
      syncMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
    }),
  ),
  stopRecording: command<void>()(v.undefined()),
  cancelTask: command<void>()(v.object({ id })),
  /** Answers how many packets `undoClearTraffic` can bring back, until newer ones need their memory. */
  clearTraffic: command<number>()(v.undefined()),
  /** Brings back what was cleared last and is not back yet, of the last 20 times; false where its memory was needed. */
  undoClearTraffic: command<boolean>()(v.undefined()),
} as const;
