import path from 'node:path';
import { readCapture } from '../../capture/open.ts';
import { TrafficLog } from '../../traffic/log.ts';
import { Source } from '../../traffic/source.ts';
import type { MadeScenario } from './made.ts';
import { makeScenario } from './make.ts';
import { type KeptStreams, StreamBytes } from './stream-bytes.ts';
import { watchTraffic } from './watch.ts';

export interface CaptureChoice {
  /** `host:port` of the servers to stand in for; by default all. */
  servers?: readonly string[] | undefined;
  /** Of the scenario; by default that of the file, or `From traffic`. */
  name?: string | undefined;
  /** What was kept of the streams in traffic of the bench. */
  streams?: KeptStreams | undefined;
}

/**
 * A scenario that answers and publishes as the servers in this traffic did. `source` is traffic of the bench, or the path
 * of a pcapng or pcap file. Throws `INVALID_ARGUMENT` where there is nothing to be made, and for a file as `readCapture`.
 */
export async function scenarioFromCapture(source: Source | string, choice: CaptureChoice = {}): Promise<MadeScenario> {
  const isFile = typeof source === 'string';
  const ofFile = new StreamBytes();
  const traffic = isFile ? await readFile(source, ofFile) : source;
  const servers = choice.servers && new Set(choice.servers);
  const { ecus, positions, evicted } = await watchTraffic(traffic, servers, isFile ? ofFile : choice.streams);
  const notes = evicted > 0 ? [`${evicted} packets were gone from memory before they could be looked at`] : [];
  const { name = isFile ? path.basename(source).replace(/\.[^.]*$/, '') : 'From traffic' } = choice;
  const from = isFile ? path.basename(source) : 'the traffic of the bench';
  return makeScenario(ecus, { name, from, positions, notes });
}

async function readFile(file: string, streams: StreamBytes): Promise<Source> {
  const log = new TrafficLog();
  const sink = {
    packet: log.packet.bind(log),
    odd: log.odd.bind(log),
    other: log.other.bind(log),
    mark: () => undefined,
    streamBytes: streams.add,
  };
  await readCapture(file, { sink });
  return new Source('file', log);
}
