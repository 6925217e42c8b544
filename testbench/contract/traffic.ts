import type { Payload } from './devices.ts';
import type { BenchError } from './errors.ts';

export type PacketType =
  | 'SERVINFO'
  | 'RPC'
  | 'SUBSCRIBE'
  | 'UNSUBSCRIBE'
  | 'PUBLISH'
  | 'DATAGRAM'
  | 'QOSSETUP'
  | 'NOOP'
  | 'PINGECHO'
  /** A query to a position server, or its answer. */
  | 'POSITION'
  /** No packets, but shown among them: both ends of a stream are linked, or it has ended. */
  | 'STREAM_OPEN'
  | 'STREAM_CLOSE'
  | 'UNKNOWN';

/** One packet in the traffic log, as a list shows it. */
export interface TrafficRow {
  /** Place in the log, counted from its start; stays the same when older packets are evicted. */
  index: number;
  /** Place in the view it was asked of; the index itself where nothing is filtered. */
  position: number;
  /** Epoch ms with fractions. */
  time: number;
  /** Name of the device or mock whose connection carried it, and which of the two it is. */
  connection: string;
  side: 'device' | 'mock';
  /** Tells two connections of one name apart; unique in the process, or in its capture. */
  connectionId: number;
  /** `host:port` of our end and of the peer's, of the channel that carried it; '' where not known. */
  local: string;
  remote: string;
  /** Seen from the bench. */
  direction: 'sent' | 'received';
  channel: 'normal' | 'quick';
  type: PacketType;
  typeCode: number;
  reply: boolean;
  flags: number;
  status: number;
  seqno: number;
  tunnelId: number;
  /** Of one with more than 1,024 bytes the start and …; whole in the fields of the packet. */
  url: string;
  paramLength: number;
  dataLength: number;
  /** Header and pad included. */
  length: number;
  /** Start of the param as text, for the summary column. */
  preview: string;
  /**
   * Of a request its reply, of a reply its request: the index, the ms between the two, and the url of the request as in
   * `url`. Null where there is none (yet), or it was evicted.
   */
  pair: { index: number; rttMs: number; url: string } | null;
  /** A request that awaits a reply and has none. */
  unanswered: boolean;
  /** The user has marked it. */
  marked: boolean;
  /** Why the packet is odd, empty where it is not. */
  odd: Oddity[];
}

export type Oddity =
  | 'BAD_MAGIC'
  | 'BAD_LENGTH'
  | 'UNALIGNED'
  | 'UNKNOWN_TYPE'
  | 'WRONG_CHANNEL'
  | 'STRANGER'
  | 'BAD_UTF8'
  | 'UNEXPECTED_REPLY'
  | 'BEFORE_HANDSHAKE'
  /** Not what a position server is asked, or answers. */
  | 'BAD_POSITION';

/** A field of a packet and where its bytes are. */
export interface PacketField {
  name:
    | 'magic'
    | 'type'
    | 'flags'
    | 'status'
    | 'seqno'
    | 'tunid'
    | 'urlLength'
    | 'paramLength'
    | 'dataLength'
    | 'url'
    | 'param'
    | 'data'
    | 'pad'
    | 'garbage';
  offset: number;
  length: number;
  /** As a person reads it: `RPC (0x01)`, `REPLY | SET`, `0 success`, the url, the start of the param. */
  text: string;
}

export interface TrafficPacket extends Payload {
  row: TrafficRow;
  bytes: Uint8Array;
  fields: PacketField[];
}

export interface TrafficStats {
  /** Index of the oldest packet still held, and one past the newest. */
  first: number;
  end: number;
  /** Bytes of the packets held. */
  packetBytes: number;
  /** Bytes of memory that they take with their columns, and the cap that it stays under. */
  bytes: number;
  cap: number;
  /** Evicted to stay under the cap, since the log was last cleared. */
  evictedPackets: number;
  evictedBytes: number;
  odd: number;
  /** Of `odd`, those that are no packet at all: BAD_MAGIC or BAD_LENGTH. */
  malformed: number;
  /** Over about the last second. */
  packetsPerSecond: number;
  bytesPerSecond: number;
}

/** `live`, or the id of a capture. */
export type TrafficSource = string;

/**
 * What the list of packets shows: a source, narrowed by a filter and a span of time. There is one at a time; setting
 * another replaces it. Its rows have positions from `first` up to but not including `end`; `first` grows when packets
 * are evicted, and a position stays the same. Where nothing is narrowed a position is the index of the packet.
 */
export interface TrafficView {
  id: number;
  source: TrafficSource;
  filter: string;
  /** Epoch ms; null: no bound. */
  from: number | null;
  to: number | null;
  first: number;
  end: number;
  /** Packets of the source that the filter has looked at, of those there are; equal once it has caught up. */
  scanned: number;
  total: number;
  /** Packets that are not in the view because a regex of the filter took too long over each of them. */
  gaveUp: number;
  /** There were so many of these that it looks at no packet any more: the regex is too slow for this traffic. */
  stopped: boolean;
}

/** A file with traffic that was opened. */
export interface Capture {
  id: string;
  /** File name, and where it is. */
  name: string;
  path: string;
  state: 'reading' | 'ready';
  stats: TrafficStats;
  /** Time of the first and last packet, epoch ms; null where there is none. */
  from: number | null;
  to: number | null;
  /** What was odd about the file, as what was read before it is shown all the same. At most 100. */
  warnings: CaptureWarning[];
}

export interface CaptureWarning {
  code:
    | 'CUT_SHORT'
    | 'BAD_BLOCK'
    | 'UNKNOWN_LINK_TYPE'
    | 'BYTES_MISSING'
    | 'BYTES_DIFFER'
    | 'NO_VSOA'
    | 'NOT_ALL_READ'
    | 'SNAPPED';
  /** English and technical, with what was wrong. */
  message: string;
  /** Bytes from the start of the file; absent where it is about a conversation. */
  offset?: number;
  /** Times this happened. */
  count: number;
}

/** Traffic that is written to disk as it comes. */
export interface Recording {
  /** Folder and the file that is being written. */
  folder: string;
  file: string;
  since: number;
  files: number;
  packets: number;
  bytes: number;
  /** Packets that could not be written because the disk was too slow or full; the log has them. */
  lost: number;
  /** Why nothing is written any more; null while it is. */
  error: BenchError | null;
}

/** Work that takes long: shown with its progress, and can be cancelled. */
export interface Task {
  id: string;
  kind: 'save' | 'open';
  /** File name. */
  name: string;
  done: number;
  /** 0 where it is not known. */
  total: number;
  unit: 'packets' | 'bytes';
}

export type CaptureFormat = 'pcapng' | 'jsonl' | 'csv';

export interface SavedFile {
  name: string;
  path: string;
  packets: number;
  bytes: number;
}

/** Packets over time. Every bucket is as long; the first begins at `from`. */
export interface TrafficChart {
  from: number;
  bucketMs: number;
  /** All of the source, those that the filter of the view lets through (its span does not count), and those that failed or are odd. */
  packets: number[];
  matching: number[];
  failed: number[];
}

/** Help while a filter is written. */
export interface FilterHelp {
  /** Null where the text is a filter, or empty. `from` and `to` are places in the text. */
  error: { code: FilterErrorCode; found: string; from: number; to: number } | null;
  /** What could stand at the caret, best first, at most 50. Taking one replaces the text between `from` and `to`. */
  completions: { insert: string; kind: 'field' | 'operator' | 'value' | 'keyword'; from: number; to: number }[];
}

/** The window has words for each. */
export type FilterErrorCode =
  | 'UNKNOWN_FIELD'
  | 'UNKNOWN_VALUE'
  | 'EXPECTED_OPERATOR'
  | 'EXPECTED_VALUE'
  | 'EXPECTED_TERM'
  | 'WRONG_OPERATOR'
  | 'WRONG_VALUE'
  | 'BAD_REGEX'
  | 'BAD_NUMBER'
  | 'UNCLOSED_TEXT'
  | 'UNCLOSED_PARENTHESIS'
  | 'UNEXPECTED'
  | 'TOO_LONG';
