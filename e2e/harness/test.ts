import { Peer } from '../../core/test/peer/peer.ts';
import { test as app } from './app.ts';
import { BenchWindow } from './bench-window.ts';
import { type Host, host } from './hosts.ts';
import { type Words, words } from './words.ts';

export const PASSWORD = '123456';
export const TICK = '/tick';

interface NpmServer {
  url: string;
  /** Ends its process as a crash would. */
  kill(): Promise<void>;
}

interface Fixtures {
  words: Words;
  bench: BenchWindow;
  /** A server of the npm package `vsoa` in a process of its own: demands PASSWORD, publishes TICK on both channels. */
  npmServer: NpmServer;
  /** Starts a host that is no VSOA server, for as long as the test runs. */
  strangeHost: (...welcome: Parameters<typeof host>) => Promise<string>;
}

export { expect } from './app.ts';

export const test = app.extend<Fixtures>({
  words: async ({ language }, provide) => provide(words[language]),

  bench: async ({ page, words: spoken }, provide) => provide(new BenchWindow(page, spoken)),

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
  npmServer: async ({}, provide) => {
    const peer = new Peer('vsoa-server.cjs', { passwd: PASSWORD, info: { name: 'npm peer' }, publish: [TICK] });
    const { port } = await peer.heard('ready');
    await provide({ url: `vsoa://127.0.0.1:${String(port)}`, kill: () => peer.kill() });
    await peer.kill();
  },

  // oxlint-disable-next-line no-empty-pattern -- as above
  strangeHost: async ({}, provide) => {
    const hosts: Host[] = [];
    await provide(async (welcome) => {
      const started = await host(welcome);
      hosts.push(started);
      return started.url;
    });
    await Promise.all(hosts.map((one) => one.close()));
  },
});
