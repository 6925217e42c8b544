import { spawn } from 'node:child_process';

const SCREEN = '1920x1080x24';
const START_LIMIT_MS = 15_000;

/** Whether there is a screen to open a window on. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Starts an X server without a screen on a display that is free. It ends with `stop`, and with this process. */
export async function startDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const end = () => server.kill();
  process.once('exit', end);
  const closed = new Promise((resolve) => server.once('close', resolve));
  const stop = async () => {
    process.off('exit', end);
    server.kill();
    await closed;
  };
  try {
    return { display: `:${await displayNumber(server)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let complaint = '';
    let number = '';
    const timer = setTimeout(() => reject(new Error('Xvfb did not start in time')), START_LIMIT_MS);
    server.once('error', reject);
    server.once('close', () => reject(new Error(`Xvfb ended: ${complaint.trim()}`)));
    server.stderr.on('data', (text) => {
      complaint += text;
    });
    server.stdio[3].on('data', (text) => {
      number += text;
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      resolve(number.trim());
    });
  });
}
