import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { UpdateFailure } from './failure.ts';
import { type Feed, type FeedEntry, folderOf, readFeed, releaseOf } from './feed.ts';
import type { Updater } from './updates.ts';

/** electron-updater on a feed whose words are checked before it hears them: it downloads, checks and installs. */
export async function electronUpdater(feed: Feed, say: (message: string) => void): Promise<Updater> {
  // As many as the rest of this program; for who has updates off it is never read.
  const { autoUpdater, CancellationToken, Provider } = await import('electron-updater');

  class SignedProvider extends Provider<FeedEntry> {
    // Made by electron-updater, which gives its own options before the one that the base class wants.
    constructor(_options: unknown, _updater: unknown, runtime: never) {
      super(runtime);
    }

    override getLatestVersion(): Promise<FeedEntry> {
      return readFeed(feed, `${this.getDefaultChannelName()}.yml`, (url, options) =>
        autoUpdater.netSession.fetch(url, options),
      );
    }

    override resolveFiles({ files }: FeedEntry) {
      return files.map((info) => ({ info, url: new URL(info.url, folderOf(feed)) }));
    }
  }

  // Where the build has none, as one that is not packed.
  if (!existsSync(path.join(process.resourcesPath, 'app-update.yml'))) {
    const config = path.join(app.getPath('userData'), 'updates', 'app-update.yml');
    mkdirSync(path.dirname(config), { recursive: true });
    writeFileSync(config, 'provider: custom\nupdaterCacheDirName: vsoa-testbench-updater\n');
    autoUpdater.updateConfigPath = config;
  }
  autoUpdater.forceDevUpdateConfig = !app.isPackaged;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = { info: () => undefined, warn: say, error: say };
  // Told by what rejects, too; without a listener it would be thrown.
  autoUpdater.on('error', () => undefined);
  // `SignedProvider` has the constructor that electron-updater calls, which its types do not know.
  autoUpdater.setFeedURL({ provider: 'custom', updateProvider: SignedProvider as never });

  let bytes = 0;
  return {
    async check() {
      const found = await autoUpdater.checkForUpdates();
      if (!found?.isUpdateAvailable) return null;
      const entry = found.updateInfo as FeedEntry;
      bytes = entry.files[0]?.size ?? 0;
      return releaseOf(entry, bytes);
    },

    async download(progress, signal) {
      const token = new CancellationToken();
      const cancel = () => token.cancel();
      let tooLong = false;
      const tell = ({ transferred }: { transferred: number }) => {
        // Of a server that goes on for ever the disk would be full before the checksum is looked at.
        tooLong = transferred > bytes;
        if (tooLong) cancel();
        progress(transferred);
      };
      signal.addEventListener('abort', cancel, { once: true });
      autoUpdater.on('download-progress', tell);
      try {
        await autoUpdater.downloadUpdate(token);
      } catch (error) {
        throw tooLong ? new UpdateFailure('BAD_FILE', `more than the ${bytes} bytes of the feed`) : withProblem(error);
      } finally {
        autoUpdater.off('download-progress', tell);
        signal.removeEventListener('abort', cancel);
      }
    },

    install: () => autoUpdater.quitAndInstall(true, true),
  };
}

/** electron-updater names what went wrong by codes of its own. */
function withProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return new UpdateFailure('BAD_FILE', error.message, { cause: error });
  if (/^(HTTP_ERROR|E[A-Z]+|ERR_)/.test(code)) return new UpdateFailure('UNREACHABLE', error.message, { cause: error });
  return error;
}
