import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { OpeningQueue } from '../../testbench/openings/queue.ts';
import { hearOpenings, ownLinks, wordsOf } from '../opened.ts';

describe('the words of a command line', () => {
  it('are those of the user: no switch, and where the app is not packed not the app itself', () => {
    const argv = ['vsoa-testbench', '--lang=de', 'a.pcapng', '--no-sandbox', 'vsoa://10.0.0.1:3000'];
    expect(wordsOf({ argv })).toEqual(['a.pcapng', 'vsoa://10.0.0.1:3000']);
    expect(wordsOf({ argv: ['electron', '.', 'a.pcapng'], defaultApp: true })).toEqual(['a.pcapng']);
  });

  it('stay within what can be handed over, however long the command line is', () => {
    const argv = ['vsoa-testbench', `vsoa://${'a'.repeat(100_000)}`, ...Array.from({ length: 10_000 }, () => 'file')];
    const words = wordsOf({ argv });
    expect(words[0]).toHaveLength(4_096);
    expect(words.join('').length).toBeLessThanOrEqual(8_192);
  });
});

describe('what is opened with the app', () => {
  it('comes from a second start, relative to the folder in which that was', () => {
    const { app, queue, event } = start();
    app.emit('second-instance', event(''), [], '/elsewhere', { words: ['a.pcapng'], folder: '/home/me' });
    expect(queue.take()).toEqual({ kind: 'file', path: '/home/me/a.pcapng' });
  });

  it.each([undefined, null, 'vsoa://a', { words: 'a' }, { words: [1], folder: '/' }, { words: ['a'] }])(
    'is nothing where a second start hands over %j',
    (data) => {
      const { app, queue, event } = start();
      app.emit('second-instance', event(''), [], '/', data);
      expect(queue.length).toBe(0);
    },
  );

  it('comes from macOS in events of its own, which nobody else answers', () => {
    const { app, queue, prevented, event } = start();
    app.emit('open-file', event('file'), '/tmp/a.pcapng');
    app.emit('open-url', event('url'), 'vsoa://10.0.0.1:3000');
    expect([queue.take(), queue.take()]).toEqual([
      { kind: 'file', path: '/tmp/a.pcapng' },
      { kind: 'link', text: 'vsoa://10.0.0.1:3000' },
    ]);
    expect(prevented).toEqual(['file', 'url']);
  });
});

describe('vsoa:// links', () => {
  it('are asked for on Windows, by an app that stays where it is', () => {
    expect(registered('win32').calls).toEqual(['vsoa']);
    expect(registered('win32', { isPackaged: false }).calls).toEqual([]);
    expect(registered('win32', { env: { PORTABLE_EXECUTABLE_FILE: 'D:\\app.exe' } }).calls).toEqual([]);
    expect(registered('linux').calls).toEqual([]);
    expect(registered('darwin').calls).toEqual([]);
  });

  it('that the system does not hand to us are written to the log', () => {
    expect(registered('win32', { refuses: true }).said).toEqual([expect.stringContaining('refused')]);
  });
});

/** An app that is not there, of which the system tells. */
function start() {
  const app = new EventEmitter();
  const queue = new OpeningQueue();
  hearOpenings(app as unknown as App, queue);
  const prevented: string[] = [];
  const event = (name: string) => ({ preventDefault: () => void prevented.push(name) });
  return { app, queue, prevented, event };
}

function registered(platform: NodeJS.Platform, { isPackaged = true, env = {}, refuses = false } = {}) {
  const calls: string[] = [];
  const said: string[] = [];
  const app = {
    isPackaged,
    isDefaultProtocolClient: () => false,
    setAsDefaultProtocolClient: (scheme: string) => calls.push(scheme) > 0 && !refuses,
  };
  ownLinks(app, { platform, env } as NodeJS.Process, (message) => void said.push(message));
  return { calls, said };
}
