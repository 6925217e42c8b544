import fs from 'node:fs';

/** A step without tests of its own counts as one. */
export function tally(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Counts the tests in the JSON report of vitest. */
export function ofVitest(code, report) {
  const results = read(report);
  if (!results) return crashed(code);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: todo } = results;
  return judge(code, { passed, failed, skipped: skipped + todo });
}

/** Counts the tests in the JSON report of Playwright. One that passes only at a second try has failed. */
export function ofPlaywright(code, report) {
  const results = read(report);
  if (!results) return crashed(code);
  const { expected: passed, unexpected, flaky, skipped } = results.stats;
  return judge(code, { passed, failed: unexpected + flaky, skipped });
}

/** A runner that fails without a failed test (a file that does not load, say), or runs none, has failed. */
function judge(code, { passed, failed, skipped }) {
  const notes = skipped > 0 ? [`${skipped} skipped`] : [];
  if (passed + failed === 0) return { passed, failed: 1, note: [...notes, 'no test was run'].join(', ') };
  if (code !== 0 && failed === 0) return { passed, failed: 1, note: [...notes, `exit code ${code}`].join(', ') };
  return { passed, failed, note: notes.join(', ') };
}

function crashed(code) {
  return { passed: 0, failed: 1, note: `no results, exit code ${code}` };
}

function read(report) {
  try {
    return JSON.parse(fs.readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}
