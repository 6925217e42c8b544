import fs from 'node:fs';
import path from 'node:path';

/**
 * electron-builder's hook on the bare runtime: its default app goes before the builder looks at what is there, which it
 * would leave in, and which it cannot read where it is a folder.
 */
export default async function afterExtract({ appOutDir, electronPlatformName }) {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
  fs.rmSync(path.join(appOutDir, resources, 'default_app.asar'), { recursive: true, force: true });
}
