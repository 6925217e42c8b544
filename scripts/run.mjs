import { spawn } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** The path of a program that npm installed. */
export function installed(name) {
  return path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** Runs a program in the project's folder with this terminal, and answers its exit code. It does not outlive us. */
export function run(command, words, { env = {}, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio,
      shell: command.endsWith('.cmd'),
    });
    const pass = (signal) => child.kill(signal);
    const end = () => child.kill();
    process.on('SIGINT', pass).on('SIGTERM', pass).once('exit', end);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass).off('exit', end);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Errors that speak for themselves are printed without a stack, and end the program with 1. */
export async function main(body, plain = []) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!plain.some((kind) => error instanceof kind)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
