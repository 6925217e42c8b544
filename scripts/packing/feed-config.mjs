/** What electron-builder is told where a release has a feed of updates: its address, and the key that it is checked by. */
export function feedConfig({ VSOA_TESTBENCH_UPDATE_FEED: feed, VSOA_TESTBENCH_UPDATE_KEY: publicKey }) {
  if (!feed) return { publish: null, metadata: {} };
  return { publish: { provider: 'generic', url: feed }, metadata: { updates: { feed, publicKey } } };
}
