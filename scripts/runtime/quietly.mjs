import { spawn } from 'node:child_process';
import path from 'node:path';

const COMPLAINT_LENGTH = 10_000;
const COMPLAINT_LINES = 3;

/** Runs a program whose words nobody needs to see unless it fails. It does not outlive us. */
export function quietly(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (text) => {
      complaint = (complaint + text).slice(0, COMPLAINT_LENGTH);
    });
    const end = () => child.kill();
    process.once('exit', end);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(command)} ended with ${code}: ${inShort(complaint)}`));
    });
  });
}

/** What a program complains of, without its stack and its hints. */
function inShort(complaint) {
  const lines = complaint.split('\n').map((line) => line.replace(/^npm error\s*/, '').trim());
  return lines
    .filter((line) => line && !line.startsWith('at '))
    .slice(0, COMPLAINT_LINES)
    .join('; ');
}
