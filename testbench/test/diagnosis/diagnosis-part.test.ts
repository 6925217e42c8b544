import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { noDialogs } from '../../capture/dialogs.ts';
import type { Mishap } from '../../contract.ts';
import { type Host, noHost } from '../../diagnosis/host.ts';
import { Watched } from '../bench-harness.ts';

/** A program to which things happen. */
class FakeHost implements Host {
  readonly safeMode = true;
  readonly restart = vi.fn<Host['restart']>();
  readonly showLogs = vi.fn<Host['showLogs']>();
  readonly setLanguage = vi.fn<Host['setLanguage']>();
  readonly facts = () => ({ version: '1.2.3' });
  readonly updates = noHost.updates;
  readonly licences = () => noHost.licences();
  readonly showRuntimeLicences = () => noHost.showRuntimeLicences();
  log = '';
  #untold: Mishap[] = [];
  #listener: (() => void) | undefined;
  readonly mishaps: Host['mishaps'];

  constructor() {
    const untold = () => this.#untold;
    this.mishaps = {
      get untold() {
        return untold();
      },
      told: (id) => {
        this.#untold = this.#untold.filter((one) => one.id !== id);
      },
      onChange: (listener) => {
        this.#listener = listener;
      },
      records: () => ['{"kind":"defect","detail":"no route to body.example"}'],
    };
  }

  readonly lastLog = () => this.log;

  happen(id: number): void {
    this.#untold = [...this.#untold, { id, kind: 'page-crashed', at: 1_000 }];
    this.#listener?.();
  }
}

describe('the program around the bench', () => {
  it('is told to the window: safe mode, and each mishap until it was told', async () => {
    const host = new FakeHost();
    const watched = new Watched({ host });
    expect((await watched.handlers.snapshot(undefined)).diagnosis).toEqual({ safeMode: true, mishaps: [] });
    host.happen(1);
    await watched.until(() => watched.batches.some(({ diagnosis }) => diagnosis?.mishaps.length === 1));
    expect((await watched.handlers.snapshot(undefined)).diagnosis.mishaps).toHaveLength(1);
    await watched.handlers.mishapTold({ id: 1 });
    expect((await watched.handlers.snapshot(undefined)).diagnosis.mishaps).toEqual([]);
  });

  it('hears of nothing any more when the bench is closed', async () => {
    const host = new FakeHost();
    const { bench } = new Watched({ host });
    const heard = vi.fn<() => void>();
    bench.onChange(heard);
    bench.takeEvents();
    await bench.close();
    heard.mockClear();
    host.happen(1);
    expect(heard).not.toHaveBeenCalled();
  });

  it('does what the window asks for', async () => {
    const host = new FakeHost();
    const { handlers } = new Watched({ host });
    await handlers.restart({ safeMode: false });
    await handlers.showLogs(undefined);
    await handlers.setLanguage({ language: 'zh' });
    expect(host.restart).toHaveBeenCalledWith({ safeMode: false });
    expect(host.showLogs).toHaveBeenCalledOnce();
    expect(host.setLanguage).toHaveBeenCalledWith('zh');
  });
});

describe('a report', () => {
  it('names hosts, devices and folders only where that is wanted, and no passwords at all', async () => {
    const host = new FakeHost();
    const { handlers } = new Watched({ host });
    await handlers.addDevice({ url: 'vsoa://body.example:3005', name: 'Body controller', passwd: 'geheim-7f3a' });
    host.log = 'link to body.example denied\nBody controller';
    const hidden = await handlers.makeReport({ names: false, settings: { theme: 'dark' } });
    expect(hidden).not.toMatch(/body\.example|Body controller/);
    expect(hidden).toMatch(/no route to <name \d>/);
    expect(hidden).toMatch(/^devices: 1$/m);
    const open = await handlers.makeReport({ names: true, settings: { theme: 'dark' } });
    expect(open).toContain('link to body.example denied');
    for (const text of [hidden, open]) {
      expect(text).toContain('version: 1.2.3');
      expect(text).toContain('theme: dark');
      expect(text).not.toContain('geheim-7f3a');
    }
  });

  it('is saved as it was shown, where the user wants it', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    let answer: string | null = path.join(folder, 'report.txt');
    const chooseSave = async () => answer;
    const { handlers } = new Watched({ host: noHost, dialogs: { ...noDialogs, chooseSave } });
    await expect(handlers.saveReport(undefined)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const text = await handlers.makeReport({ names: false, settings: {} });
    expect(await handlers.saveReport(undefined)).toEqual({ name: 'report.txt' });
    expect(fs.readFileSync(path.join(folder, 'report.txt'), 'utf8')).toBe(text);
    answer = null;
    expect(await handlers.saveReport(undefined)).toBeNull();
  });
});
