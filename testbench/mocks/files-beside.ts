import { stat } from 'node:fs/promises';
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { BenchFailure } from '../errors.ts';
import { ScenarioFolder } from '../scenario/folder.ts';

export interface FileBeside {
  /** As the scenario names it. */
  name: string;
  path: string;
}

/** Of all files that are copied with a scenario, bytes. */
const MOST_BYTES = 1_073_741_824;
const TLS_KEYS = new Set<unknown>(['cert', 'key', 'ca']);

/**
 * The files that are there of those that the text of a scenario names, also where it is not right as a whole. Throws
 * `FILE_UNREADABLE` where they are too large to be copied.
 */
export async function filesBeside(text: string, folder: string, most = MOST_BYTES): Promise<FileBeside[]> {
  const inFolder = new ScenarioFolder(folder);
  const found: FileBeside[] = [];
  let bytes = 0;
  for (const name of namesIn(text)) {
    // oxlint-disable-next-line no-await-in-loop -- few, and the first that is too much ends it
    const path = await inFolder.find(name).catch(() => null);
    if (path === null) continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    bytes += (await stat(path)).size;
    if (bytes > most) {
      const message = `the files that the scenario names have more than ${most} bytes: copy its folder instead`;
      throw new BenchFailure('FILE_UNREADABLE', message, { subject: name });
    }
    found.push({ name, path });
  }
  return found;
}

/** What `file` is said to be, but for what is received; and the files of TLS. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  visit(parseDocument(text, { logLevel: 'silent' }), {
    Pair(_, { key, value }, parents) {
      const name = isScalar(value) ? value.value : null;
      if (!isScalar(key) || typeof name !== 'string') return;
      const owner = parents.findLast(isPair)?.key;
      const of = isScalar(owner) ? owner.value : undefined;
      const isFile = (key.value === 'file' && of !== 'receive') || (of === 'tls' && TLS_KEYS.has(key.value));
      if (isFile && isMap(parents.at(-1))) names.add(name);
    },
  });
  return names;
}
