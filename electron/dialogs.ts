import type { BrowserWindow, Dialog, FileFilter, Shell } from 'electron';
import type { FileDialogs, OpenKind } from '../testbench/capture/dialogs.ts';

const ANY: FileFilter = { name: '*', extensions: ['*'] };
const OPEN: Record<OpenKind, FileFilter> = {
  capture: { name: 'pcapng, pcap', extensions: ['pcapng', 'pcap', 'cap'] },
  json: { name: 'json', extensions: ['json'] },
  pem: { name: 'PEM', extensions: ['pem', 'crt', 'cer', 'key'] },
  list: { name: 'jsonl, csv', extensions: ['jsonl', 'ndjson', 'json', 'csv', 'txt'] },
  scenario: { name: 'yaml, json', extensions: ['yaml', 'yml', 'json', 'vsoa-scenario'] },
  workspace: { name: 'vsoa-workspace, json', extensions: ['vsoa-workspace', 'json'] },
  any: ANY,
};

/** The system's own dialogs for files, in front of the window. */
export function fileDialogs(
  window: BrowserWindow,
  dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>,
  shell: Pick<Shell, 'showItemInFolder'>,
): FileDialogs {
  return {
    async chooseSave({ name, extension }) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: extension === 'any' ? name : `${name}.${extension}`,
        filters: extension === 'any' ? [ANY] : [{ name: extension, extensions: [extension] }, ANY],
        // Linux asks only where it is told to; the others always do.
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
    async chooseOpen(kind = 'capture') {
      const options = { filters: kind === 'any' ? [ANY] : [OPEN[kind], ANY], properties: ['openFile' as const] };
      return firstOf(await dialog.showOpenDialog(window, options));
    },
    async chooseFolder() {
      const properties = ['openDirectory' as const, 'createDirectory' as const];
      return firstOf(await dialog.showOpenDialog(window, { properties }));
    },
    showInFolder: (file) => shell.showItemInFolder(file),
  };
}

function firstOf({ canceled, filePaths }: { canceled: boolean; filePaths: string[] }): string | null {
  return canceled ? null : (filePaths[0] ?? null);
}
