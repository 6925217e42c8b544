import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofPlaywright, ofVitest, tally } from '../test-results.mjs';

describe('counting for the last line of npm test', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'test-results-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const report = (content: unknown) => {
    const file = path.join(folder, 'report.json');
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const vitest = (passed: number, failed: number) =>
    report({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 1, numTodoTests: 0 });
  const playwright = (stats: object) =>
    report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });

  it('counts a step without tests as one', () => {
    expect(tally(0)).toMatchObject({ passed: 1, failed: 0 });
    expect(tally(2)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts the tests of vitest and Playwright, and tells of the skipped', () => {
    expect(ofVitest(0, vitest(7, 0))).toEqual({ passed: 7, failed: 0, note: '1 skipped' });
    expect(ofVitest(1, vitest(7, 2))).toMatchObject({ passed: 7, failed: 2 });
    expect(ofPlaywright(1, playwright({ expected: 3, unexpected: 1 }))).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a test that passed only at a second try as failed', () => {
    expect(ofPlaywright(0, playwright({ expected: 3, flaky: 1 }))).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a runner that fails without a failed test as failed', () => {
    expect(ofVitest(1, vitest(7, 0))).toMatchObject({ passed: 7, failed: 1 });
    expect(ofPlaywright(134, playwright({ expected: 3 }))).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts no test at all as failed, whatever the exit code', () => {
    expect(ofVitest(0, vitest(0, 0))).toMatchObject({ passed: 0, failed: 1 });
    expect(ofPlaywright(0, playwright({ skipped: 4 }))).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a report that is missing or cut off as failed', () => {
    expect(ofVitest(0, path.join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1 });
    expect(ofPlaywright(0, report('{"stats":'))).toMatchObject({ passed: 0, failed: 1 });
  });
});
