import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Feed } from './feed.ts';

/**
 * The feed of this build: `updates` in its package.json, put there when a release is packed. Whoever runs the app may name
 * another by VSOA_TESTBENCH_UPDATE_FEED and VSOA_TESTBENCH_UPDATE_KEY. Null: none, or one that must not be used.
 */
export function configuredFeed(appFolder: string, env: NodeJS.ProcessEnv, say: (message: string) => void): Feed | null {
  const packed = packedFeed(appFolder);
  const url = env['VSOA_TESTBENCH_UPDATE_FEED'] ?? packed.feed;
  const publicKey = env['VSOA_TESTBENCH_UPDATE_KEY'] ?? packed.publicKey;
  if (!url) return null;
  const wrong = isFeedUrl(url) ? wrongKey(publicKey) : `${url} is neither https nor on this computer`;
  if (wrong === null) return { url, publicKey: publicKey as string };
  say(`updates are not available: ${wrong}`);
  return null;
}

/** Whether electron-updater knows how to put another version in the place of this one. */
export function canBeReplaced(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, resources: string): boolean {
  if (platform === 'linux') return Boolean(env['APPIMAGE']) || existsSync(path.join(resources, 'package-type'));
  return env['PORTABLE_EXECUTABLE_FILE'] === undefined;
}

function packedFeed(appFolder: string): { feed?: string; publicKey?: string } {
  const { updates = {} } = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8'));
  return updates;
}

function isFeedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

function wrongKey(publicKey: string | undefined): string | null {
  if (!publicKey) return 'there is a feed, and no key of its publisher';
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? null : 'the key of the publisher is not an Ed25519 key';
  } catch {
    return 'the key of the publisher makes no sense';
  }
}
