import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * electron-builder's hook on the packed folder: the executable is told for good to run this app only. A test build
 * differs in one fuse: Playwright needs the inspector.
 */
export default async function afterPack({ appOutDir, packager, electronPlatformName }) {
  const { productFilename } = packager.appInfo;
  const linux = electronPlatformName === 'linux';
  const extension = { darwin: '.app', win32: '.exe' }[electronPlatformName] ?? '';
  const executable = linux ? packager.executableName : productFilename;
  await flipFuses(path.join(appOutDir, `${executable}${extension}`), {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: process.env.VSOA_TESTBENCH_TEST_BUILD === '1',
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
}
