import type { BrowserWindow, Dialog } from 'electron';
import { describe, expect, it } from 'vitest';
import { fileDialogs } from '../dialogs.ts';

/** A system whose user answers the same each time. */
function systemThatAnswers(answer: { canceled: boolean; filePath?: string; filePaths?: string[] }) {
  const asked: { window: unknown; options: unknown }[] = [];
  const ask = (window: unknown, options: unknown) => {
    asked.push({ window, options });
    return Promise.resolve(answer);
  };
  const window = {} as BrowserWindow;
  const dialog = { showSaveDialog: ask, showOpenDialog: ask } as unknown as Dialog;
  const shown: string[] = [];
  const shell = { showItemInFolder: (file: string) => void shown.push(file) };
  return { dialogs: fileDialogs(window, dialog, shell), asked, shown, window };
}

describe('the dialogs for files', () => {
  it('propose a name with its extension, in front of the window, and ask before a file is replaced', async () => {
    const { dialogs, asked, window } = systemThatAnswers({ canceled: false, filePath: '/tmp/mine.csv' });
    expect(await dialogs.chooseSave({ name: 'traffic', extension: 'csv' })).toBe('/tmp/mine.csv');
    expect(asked).toMatchObject([{ options: { defaultPath: 'traffic.csv' } }]);
    expect(asked[0]?.window).toBe(window);
    expect(asked[0]?.options).toMatchObject({ properties: expect.arrayContaining(['showOverwriteConfirmation']) });
  });

  it('let captures be opened, of either format', async () => {
    const { dialogs, asked } = systemThatAnswers({ canceled: false, filePaths: ['/tmp/a.pcap'] });
    expect(await dialogs.chooseOpen()).toBe('/tmp/a.pcap');
    expect(asked[0]?.options).toMatchObject({ filters: [{ extensions: ['pcapng', 'pcap', 'cap'] }, {}] });
  });

  it('propose a whole name where a file may be of any kind', async () => {
    const { dialogs, asked } = systemThatAnswers({ canceled: false, filePath: '/tmp/log.bin' });
    expect(await dialogs.chooseSave({ name: 'log.bin', extension: 'any' })).toBe('/tmp/log.bin');
    expect(asked).toMatchObject([{ options: { defaultPath: 'log.bin', filters: [{ extensions: ['*'] }] } }]);
  });

  it('show a file in its folder', () => {
    const { dialogs, shown } = systemThatAnswers({ canceled: false });
    dialogs.showInFolder('/tmp/log.bin');
    expect(shown).toEqual(['/tmp/log.bin']);
  });

  it('let a folder be chosen', async () => {
    const { dialogs, asked } = systemThatAnswers({ canceled: false, filePaths: ['/tmp'] });
    expect(await dialogs.chooseFolder()).toBe('/tmp');
    expect(asked[0]?.options).toMatchObject({ properties: expect.arrayContaining(['openDirectory']) });
  });

  it.each([
    { canceled: true, filePath: '', filePaths: [] },
    { canceled: false, filePath: '', filePaths: [] },
  ])('answer null where nothing is chosen: %j', async (answer) => {
    const { dialogs } = systemThatAnswers(answer);
    expect(await dialogs.chooseSave({ name: 'traffic', extension: 'pcapng' })).toBeNull();
    expect(await dialogs.chooseOpen()).toBeNull();
    expect(await dialogs.chooseFolder()).toBeNull();
  });
});
