import { BenchFailure } from '../../errors.ts';
import { ecuOf, nameOf } from './ecu.ts';
import { MadeFolder } from './folder.ts';
import type { MadeScenario } from './made.ts';
import type { SeenEcu } from './observed.ts';
import { writeScenario } from './write.ts';

export interface MakeOptions {
  /** Of the scenario. */
  name: string;
  /** Where it comes from, for the head of the file. */
  from: string;
  /** By `host:port` what a position server called it. */
  positions?: ReadonlyMap<string, string> | undefined;
  notes?: readonly string[] | undefined;
}

/** Throws `INVALID_ARGUMENT` where no server said anything. */
export function makeScenario(seen: readonly SeenEcu[], options: MakeOptions): MadeScenario {
  const { name, from, positions = new Map<string, string>(), notes = [] } = options;
  const speaking = seen.filter(
    (ecu) => ecu.commands.size + ecu.topics.size + ecu.datagrams.length > 0 || ecu.info !== undefined,
  );
  if (speaking.length === 0) {
    throw new BenchFailure(
      'INVALID_ARGUMENT',
      'there is nothing a server answered or published, so nothing to make a mock of',
    );
  }
  const folder = new MadeFolder();
  const names = new Set<string>();
  const ecus = speaking.map((each) => ecuOf(each, freeName(nameOf(each, positions.get(each.address)), names), folder));
  const all = [...notes, ...ecus.flatMap((ecu) => ecu.notes)];
  const comment = [`Made from ${from}.`, ...notes].join('\n');
  const written = writeScenario(name, comment, ecus, positions.size > 0);
  return { ...written, files: folder.files, notes: all };
}

function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wish}-${number}`;
  taken.add(name.toLowerCase());
  return name;
}
