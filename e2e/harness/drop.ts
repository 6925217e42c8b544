import type { ElectronApplication, Locator } from '@playwright/test';

/** Drops a file in the middle of what is shown, as the system does it: the browser itself hears of the drag, with its path. */
export async function dropFile(app: ElectronApplication, target: Locator, file: string): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('what the file is to be dropped on is not shown');
  const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  await app.evaluate(
    async ({ BrowserWindow }, { point, dropped }) => {
      const devtools = BrowserWindow.getAllWindows()[0]?.webContents.debugger;
      if (!devtools) throw new Error('there is no window');
      devtools.attach();
      const data = { items: [], files: [dropped], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await devtools.sendCommand('Input.dispatchDragEvent', { type, ...point, data });
      }
      devtools.detach();
    },
    { point: at, dropped: file },
  );
}
