import { LIST_PREVIEW, LIST_PROBLEMS, type ListedDatagram, type ListPreview } from '../../contract/datagrams.ts';
import { preview } from '../../payload.ts';
import type { Entry } from './entry.ts';
import { type ListOptions, ListReader } from './reader.ts';
import { onlyLooking } from './source.ts';

const MAX_BYTES = 8_388_608;
const PREVIEW = 200;

/** Looks at the start of a list. Rejects with `FILE_UNREADABLE`. */
export async function previewList(options: ListOptions): Promise<ListPreview> {
  const reader = await ListReader.open({ ...options, values: onlyLooking(options.values) });
  const found: ListPreview = { datagrams: 0, first: [], problems: [], wrongLines: 0, bytes: 0, durationMs: 0 };
  try {
    while (reader.bytesRead < MAX_BYTES) {
      const items = await reader.next();
      if (items === null) break;
      for (const item of items) {
        if ('entry' in item) addEntry(found, item.entry);
        else {
          found.wrongLines += 1;
          if (found.problems.length < LIST_PROBLEMS) found.problems.push(item.problem);
        }
      }
    }
    return { ...found, bytes: reader.bytesRead };
  } finally {
    await reader.close();
  }
}

function addEntry(found: ListPreview, entry: Entry): void {
  found.datagrams += 1;
  found.durationMs += entry.delayMs;
  if (found.first.length < LIST_PREVIEW) found.first.push(listed(entry));
}

function listed({ line, url, quick, bytes, delayMs, param, data }: Entry): ListedDatagram {
  return { line, url, quick, bytes, delayMs, preview: preview(param ?? data ?? new Uint8Array(), PREVIEW) };
}
