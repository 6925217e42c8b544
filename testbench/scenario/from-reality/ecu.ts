import type { CommandSpec, DatagramSpec, EcuSpec, TopicSpec } from '../file/schema.ts';
import { commandsOf } from './answers.ts';
import { datagramsOf } from './datagrams.ts';
import type { MadeFolder } from './folder.ts';
import { isPlainObject, templateOf } from './literal.ts';
import type { Told } from './made.ts';
import type { SeenEcu } from './observed.ts';
import { topicsOf } from './topics.ts';

/** Systems give ports from here on to whoever asks for any, so that nobody counts on them. */
const FIRST_FREE_PORT = 32_768;

export interface ToldEcu {
  name: string;
  comment: string;
  head: Omit<EcuSpec, 'commands' | 'topics' | 'datagrams'>;
  commands: Told<CommandSpec>[];
  topics: Told<TopicSpec>[];
  datagrams: Told<DatagramSpec>[];
  notes: string[];
}

/** One ECU as it was seen; `name` is not that of another. */
export function ecuOf(seen: SeenEcu, name: string, folder: MadeFolder): ToldEcu {
  const { address, streams, info } = seen;
  const commands = [...seen.commands.values()].flatMap((each) => commandsOf(each, { folder, streams, ecu: name }));
  const topics = topicsOf(
    [...seen.topics.values()].filter(({ values }) => values.length > 0),
    folder,
    name,
  );
  const { specs: datagrams, unasked } = datagramsOf(seen.datagrams, folder, name);
  const silent = [...seen.subscribed].filter((url) => !url.endsWith('/') && !seen.topics.has(url));
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  const notes = [
    seen.usesPassword ? 'clients gave a password, which is not written here; add one by password:' : '',
    unasked.length > 0 ? `datagrams that it sent by itself are left out: ${some(unasked)}` : '',
    silent.length > 0 ? `subscribed and never heard: ${some(silent)}` : '',
    seen.crowdedOut > 0 ? `${seen.crowdedOut} messages on urls beyond those that are remembered are left out` : '',
  ].filter(Boolean);
  return {
    name,
    comment: [`as seen at ${address}`, ...notes].join('\n'),
    head: {
      name,
      ...(port > 0 && port < FIRST_FREE_PORT && { port }),
      ...(info !== undefined && { info: templateOf(info) }),
    },
    commands,
    topics,
    datagrams,
    notes: notes.map((note) => `${name}: ${note}`),
  };
}

/** What it is called: by the position server, by what it says of itself, or by its address. */
export function nameOf(seen: SeenEcu, position: string | undefined): string {
  const own = isPlainObject(seen.info) ? seen.info['name'] : undefined;
  const wish = [position, typeof own === 'string' ? own : undefined, seen.name].find((each) => each?.trim());
  const text = wish ?? `ecu-${seen.address.slice(seen.address.lastIndexOf(':') + 1)}`;
  return (
    text
      .trim()
      .replace(/[\s/]+/gu, '-')
      .slice(0, 60) || 'ecu'
  );
}

function some(urls: readonly string[]): string {
  const shown = urls.slice(0, 10).map((url) => url.slice(0, 100));
  return urls.length > shown.length ? `${shown.join(', ')} and ${urls.length - shown.length} more` : shown.join(', ');
}
