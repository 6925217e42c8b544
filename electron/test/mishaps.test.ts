import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Mishaps } from '../mishaps.ts';

function mishapsIn(folder = newFolder()) {
  const said: string[] = [];
  const mishaps = new Mishaps({
    folder,
    say: (message) => said.push(message),
    lastLog: () => 'one line\nanother line',
    facts: { version: '1.2.3' },
  });
  return { mishaps, said, folder };
}

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mishaps-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'crashes');
}

describe('a mishap', () => {
  it('is logged, told, and kept in a file with the end of the log', () => {
    const { mishaps, said } = mishapsIn();
    const heard = vi.fn<() => void>();
    mishaps.onChange(heard);
    mishaps.happened('defect', 'Error: no such thing\n    at main.ts');
    expect(heard).toHaveBeenCalledOnce();
    expect(said).toEqual(['defect: Error: no such thing\n    at main.ts']);
    expect(mishaps.untold).toMatchObject([{ id: 1, kind: 'defect' }]);
    expect(mishaps.records().map((record) => JSON.parse(record))).toMatchObject([
      {
        kind: 'defect',
        detail: 'Error: no such thing\n    at main.ts',
        version: '1.2.3',
        log: ['one line', 'another line'],
      },
    ]);
  });

  it('is told until the window has told its user', () => {
    const { mishaps } = mishapsIn();
    mishaps.happened('page-crashed', 'oom');
    mishaps.happened('defect', 'Error');
    mishaps.told(1);
    expect(mishaps.untold.map(({ kind }) => kind)).toEqual(['defect']);
    mishaps.told(1);
    mishaps.told(2);
    expect(mishaps.untold).toEqual([]);
  });

  it('that comes again and again waits once to be told', () => {
    const { mishaps } = mishapsIn();
    for (let times = 0; times < 100; times++) mishaps.happened('defect', 'Error');
    expect(mishaps.untold).toMatchObject([{ id: 100, kind: 'defect' }]);
  });

  it('is kept over the end of the process, the newest ten, the newest first', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { mishaps, folder } = mishapsIn();
    for (let at = 0; at < 15; at++) {
      vi.setSystemTime(at * 1_000);
      mishaps.happened('page-crashed', `crash ${at}`);
    }
    const details = mishapsIn(folder)
      .mishaps.records()
      .map((record) => JSON.parse(record).detail);
    expect(details).toEqual(Array.from({ length: 10 }, (_, at) => `crash ${14 - at}`));
  });

  it('is told where no record can be kept', () => {
    const { mishaps, said, folder } = mishapsIn();
    fs.writeFileSync(folder, 'a file in its place');
    mishaps.happened('page-hung', 'killed');
    expect(mishaps.untold).toHaveLength(1);
    expect(said.at(-1)).toContain('no record of it was kept');
    expect(mishaps.records()).toEqual([]);
  });
});
