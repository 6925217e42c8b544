import { describe, expect, test } from 'vitest';
import type { Release } from '../../../testbench/contract.ts';
import { UpdateFailure } from '../../updates/failure.ts';
import { type Updater, Updates } from '../../updates/updates.ts';

const FEED = { url: 'https://updates.example.org/', publicKey: '' };
const RELEASE: Release = { version: '2.0.0', date: '', notes: 'New', bytes: 100 };

interface Given extends Partial<Updater> {
  on?: boolean;
  replaceable?: boolean;
  feed?: typeof FEED | null;
}

/** Updates with an updater that does as it is told, and what was asked of it. */
function given({ on = true, replaceable = true, feed = FEED, ...does }: Given = {}) {
  const asked: string[] = [];
  const states: string[] = [];
  const kept = { on };
  const updater: Updater = {
    check: async () => RELEASE,
    download: async (progress) => progress(100),
    install: () => asked.push('install'),
    ...does,
  };
  const updates = new Updates({
    feed,
    replaceable,
    kept,
    updater: async () => {
      asked.push('updater');
      return updater;
    },
    say: () => undefined,
  });
  updates.onChange(() => states.push(updates.state.state));
  return { updates, asked, states, kept };
}

describe('updates', () => {
  test('that are off load nothing and ask nobody, whatever is pressed', async () => {
    const { updates, asked } = given({ on: false });
    updates.start();
    await updates.check();
    await updates.download();
    await updates.install();
    expect(updates.state).toEqual({ state: 'off', feed: FEED.url });
    expect(asked).toEqual([]);
  });

  test('cannot be switched on where there is no feed, or the app cannot be replaced', async () => {
    for (const [options, why] of [
      [{ feed: null }, 'no-feed'],
      [{ replaceable: false }, 'other-package'],
    ] as const) {
      const { updates, asked, kept } = given({ on: false, ...options });
      updates.switch(true);
      updates.start();
      await updates.check();
      expect(updates.state).toEqual({ state: 'unavailable', why });
      expect(asked).toEqual([]);
      expect(kept.on).toBe(false);
    }
  });

  test('that are switched on ask at once, and stay on', async () => {
    const checked = later<null>();
    const { updates, kept } = given({ on: false, check: () => checked.promise });
    updates.switch(true);
    expect(updates.state.state).toBe('checking');
    expect(kept.on).toBe(true);
    checked.resolve(null);
    await expect.poll(() => updates.state).toMatchObject({ state: 'newest', checkedAt: expect.any(Number) });
    updates.switch(false);
    expect(kept.on).toBe(false);
  });

  test('are downloaded after a yes only, and installed after another', async () => {
    const { updates, states, asked } = given();
    await updates.check();
    expect(updates.state).toEqual({ state: 'available', feed: FEED.url, release: RELEASE });
    await updates.download();
    expect(updates.state).toEqual({ state: 'ready', feed: FEED.url, release: RELEASE });
    expect(states).toEqual(['checking', 'available', 'downloading', 'downloading', 'ready']);
    expect(asked).not.toContain('install');
    await updates.install();
    expect(asked).toContain('install');
  });

  test('that failed say why, and can be tried again', async () => {
    let failure: Error | null = new UpdateFailure('BAD_SIGNATURE', 'changed');
    const check = async () => {
      if (failure) throw failure;
      return RELEASE;
    };
    const { updates } = given({ check });
    await updates.check();
    expect(updates.state).toEqual({ state: 'failed', feed: FEED.url, problem: 'BAD_SIGNATURE', message: 'changed' });
    failure = new Error('odd');
    await updates.check();
    expect(updates.state).toMatchObject({ state: 'failed', problem: 'OTHER', message: 'odd' });
    failure = null;
    await updates.check();
    expect(updates.state.state).toBe('available');
  });

  test('whose download is cancelled are available again, and what comes late changes nothing', async () => {
    const late = later<void>();
    let tell: (done: number) => void = ignore;
    let aborted = false;
    const { updates } = given({
      download: (progress, signal) => {
        tell = progress;
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return late.promise;
      },
    });
    await updates.check();
    const download = updates.download();
    await expect.poll(() => updates.state.state).toBe('downloading');
    updates.cancelDownload();
    await expect.poll(() => aborted).toBe(true);
    tell(50);
    late.resolve();
    await download;
    expect(updates.state.state).toBe('available');
  });

  test('that are switched off while the feed is asked stay off', async () => {
    const late = later<Release>();
    const { updates } = given({ check: () => late.promise });
    const check = updates.check();
    updates.switch(false);
    late.resolve(RELEASE);
    await check;
    expect(updates.state.state).toBe('off');
  });

  test('ask once at a time', async () => {
    let asked = 0;
    const late = later<null>();
    const { updates } = given({
      check: () => {
        asked++;
        return late.promise;
      },
    });
    const checks = [updates.check(), updates.check()];
    late.resolve(null);
    await Promise.all(checks);
    expect(asked).toBe(1);
  });
});

function ignore(): void {}

function later<T>() {
  let resolve: (value: T) => void = ignore;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
