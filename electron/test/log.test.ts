import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openLog } from '../log.ts';

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'logs');
}

const written = (folder: string) => fs.readFileSync(path.join(folder, 'main.log'), 'utf8');

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

describe('the log', () => {
  it('has a line for each message, with time and level, and says the same on stderr', () => {
    const folder = newFolder();
    openLog({ folder }).warn('navigation denied');
    expect(written(folder)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn navigation denied\n$/);
    expect(console.error).toHaveBeenCalledWith('[window] navigation denied');
  });

  it('leaves out what is below its level, and takes an unknown level for info', () => {
    const folder = newFolder();
    const log = openLog({ folder, level: 'warn' });
    log.info('small talk');
    log.error('trouble');
    expect(written(folder)).not.toContain('small talk');
    const other = newFolder();
    const unknown = openLog({ folder: other, level: 'everything' });
    unknown.debug('details');
    unknown.info('small talk');
    expect(written(other)).toContain('small talk');
    expect(written(other)).not.toContain('details');
  });

  it('keeps five files at most, of the size that was said and one message, the newest being whole', () => {
    const folder = newFolder();
    const log = openLog({ folder, maxBytes: 1_000 });
    for (let at = 0; at < 500; at++) log.info(`message ${at} ${'x'.repeat(50)}`);
    const files = fs.readdirSync(folder).toSorted();
    expect(files).toEqual(['main.1.log', 'main.2.log', 'main.3.log', 'main.4.log', 'main.log']);
    for (const file of files) expect(fs.statSync(path.join(folder, file)).size).toBeLessThan(1_200);
    expect(written(folder)).toContain('message 499 ');
    expect(log.last(3_000).split('\n')[0]).toMatch(/^\d{4}-/);
    expect(Buffer.byteLength(log.last(3_000))).toBeLessThanOrEqual(3_000);
    expect(log.last(3_000)).toContain('message 470 ');
  });

  it('goes on in the file that is there', () => {
    const folder = newFolder();
    openLog({ folder }).info('one');
    openLog({ folder }).info('two');
    expect(written(folder)).toMatch(/one\n.*two\n$/);
  });

  it('makes one entry of a message, whatever is in it', () => {
    const folder = newFolder();
    openLog({ folder }).warn('first\n2026-01-01T00:00:00Z error forged\r\u001b[2J\u2028end');
    const lines = written(folder).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^ {4}2026/);
    expect(written(folder)).not.toContain('\u001b');
  });

  it('cuts a message that is far too long, and says so', () => {
    const folder = newFolder();
    openLog({ folder }).warn('x'.repeat(300_000));
    expect(written(folder).length).toBeLessThan(9_000);
    expect(written(folder)).toContain('(300000 characters)');
  });

  it('does without a file where the folder cannot be made', () => {
    const folder = newFolder();
    fs.writeFileSync(folder, 'a file in its place');
    const log = openLog({ folder });
    log.warn('on stderr all the same');
    expect(console.error).toHaveBeenCalledWith('[window] on stderr all the same');
    expect(log.last(1_000)).toBe('');
  });
});
