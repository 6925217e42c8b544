import { bench } from '../../../bench.ts';
import type { Translate } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { useView } from '../../../state/traffic.ts';
import { pickedRange } from '../../../traffic/list.ts';
import { showSource } from '../../../traffic/show.ts';
import type { ActionGroup } from '../../../ui/menu.tsx';

const formats = ['pcapng', 'jsonl', 'csv'] as const;
type Format = (typeof formats)[number];
const parts = ['all', 'view', 'range'] as const;
type Part = (typeof parts)[number];

/** What can be saved, and as what. */
export function saveGroups(t: Translate): ActionGroup[] {
  const { filter, from, to } = useView.getState();
  const narrowed = filter !== '' || from !== null || to !== null;
  const disabled: Record<Part, boolean> = { all: false, view: !narrowed, range: pickedRange() === null };
  return parts.map((part) => ({
    id: part,
    label: t(`traffic.save.${part}`),
    actions: formats.map((format) => ({
      id: format,
      label: t(`traffic.format.${format}`),
      disabled: disabled[part],
      run: () => void save(part, format),
    })),
  }));
}

export async function save(part: Part, format: Format): Promise<void> {
  const range = pickedRange();
  if (part === 'range' && !range) return;
  const what = part === 'range' && range ? { kind: part, ...range } : { kind: part as Exclude<Part, 'range'> };
  useFiles.setState({ outcome: null });
  const saved = await bench().saveTraffic({ view: useView.getState().id, what, format });
  if (!saved.ok) useFiles.setState({ outcome: { error: saved.error } });
  else if (saved.value) useFiles.setState({ outcome: { saved: saved.value } });
}

/** Asks for a capture file and shows it, as far as it has been read. */
export async function openCapture(): Promise<void> {
  useFiles.setState({ outcome: null });
  const capture = await bench().openCapture(undefined);
  if (!capture.ok) useFiles.setState({ outcome: { error: capture.error } });
  else if (capture.value) await showSource(capture.value.id);
}

export async function closeCapture(id: string): Promise<void> {
  if (useView.getState().source === id) await showSource('live');
  await bench().closeCapture({ id });
}
