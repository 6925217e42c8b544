import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, describe, expect, it } from 'vitest';
import { findRuntime } from '../electron-runtime.mjs';
import afterPack from '../packing/after-pack.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuses-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The executable of a package after the builder's hook, made from the runtime that is there. */
async function packed(testBuild: string): Promise<Record<string, boolean>> {
  const runtime = await findRuntime();
  const executable = path.join(folder, 'vsoa-testbench');
  fs.copyFileSync(path.join(runtime.folder, 'electron'), executable);
  process.env['VSOA_TESTBENCH_TEST_BUILD'] = testBuild;
  try {
    const packager = { appInfo: { productFilename: 'VSOA Testbench' }, executableName: 'vsoa-testbench' };
    await afterPack({ appOutDir: folder, packager, electronPlatformName: 'linux' });
  } finally {
    delete process.env['VSOA_TESTBENCH_TEST_BUILD'];
  }
  const wire = await getCurrentFuseWire(executable);
  const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  return {
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  };
}

const RELEASE = {
  runAsNode: false,
  nodeOptions: false,
  inspect: false,
  cookieEncryption: true,
  asarIntegrity: true,
  onlyFromAsar: true,
  fileProtocolPrivileges: false,
};

describe.skipIf(process.platform !== 'linux')('the executable of a package', () => {
  it('for release runs this app only, and lets nobody look into it', async () => {
    expect(await packed('')).toEqual(RELEASE);
  });

  it('for tests differs in the inspector alone', async () => {
    expect(await packed('1')).toEqual({ ...RELEASE, inspect: true });
  });
});
