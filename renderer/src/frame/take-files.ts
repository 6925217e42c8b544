import type { BenchError, ChosenFile } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { exact } from '../format/quantity.ts';
import { flushKept, freezeKept } from '../state/kept.ts';
import { chooseScenario, showTab } from '../state/mocks.ts';
import { toast } from '../state/toasts.ts';
import { showSource } from '../traffic/show.ts';
import { openPane } from './dock-store.ts';

/** Of one drop; more would be a mistake of the hand. */
const MOST = 20;

/** Opens files that were dropped on the window as such, one after the other. */
export async function takeFiles(files: File[]): Promise<void> {
  if (files.length > MOST) {
    toast({ key: 'drop.tooMany', values: { most: MOST }, tone: 'warning' });
    return;
  }
  for (const file of files) {
    // One after the other, in their order: they may be of one recording.
    // oxlint-disable-next-line no-await-in-loop -- see above
    const chosen = await bench().takeDroppedFile(file);
    if (!chosen.ok) fileNotOpened(chosen.error, file.name);
    // oxlint-disable-next-line no-await-in-loop -- as above
    else await openFile(chosen.value);
  }
}

/**
 * A capture is shown in Traffic, a scenario in its pane; devices and workspaces are imported. Answers whether the window
 * stays: with another workspace it is loaded anew.
 */
export async function openFile(file: ChosenFile): Promise<boolean> {
  await flushKept();
  const opened = await bench().openDropped({ file });
  if (!opened.ok) {
    fileNotOpened(opened.error, file.name);
    return true;
  }
  const { value } = opened;
  if (value.kind === 'capture') {
    openPane('traffic');
    await showSource(value.id);
  } else if (value.kind === 'devices') {
    const { name, devices, leftOut } = value.file;
    const values = { name, count: devices, shown: exact(devices), left: exact(leftOut) };
    openPane('devices');
    toast({ key: leftOut > 0 ? 'devices.importedPartly' : 'devices.imported', values });
  } else if (value.kind === 'scenario') {
    openPane('mocks');
    chooseScenario(value.id);
    showTab('file');
  } else if (value.kind === 'workspace' && value.place) {
    // From here on what the window keeps would go into the other workspace.
    freezeKept();
    return false;
  }
  return true;
}

export function fileNotOpened({ code }: BenchError, name: string): void {
  toast({
    key: 'drop.failed',
    values: { name },
    words: { what: `error.${code}.title`, next: `error.${code}.next` },
    tone: 'error',
  });
}
