import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from './folder.ts';
import { run } from './run.ts';

async function printed(...args: string[]): Promise<string> {
  const { code, stdout } = await run(...args);
  expect(code).toBe(0);
  return stdout;
}

/** What bash would offer after these words, the last of which is being written. */
function offered(script: string, ...words: string[]): string[] {
  const place = path.join(folder(), 'completion.bash');
  writeFileSync(place, script);
  const set = `source ${place}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${set}; _vsoa_testbench; printf '%s\\n' "\${COMPREPLY[@]}"`]);
  expect(String(stderr)).toBe('');
  return String(stdout).trim().split('\n').filter(Boolean);
}

describe('completion', () => {
  it('of bash offers commands, options of a command, and what an option can be', async () => {
    const script = await printed('completion', 'bash');
    expect(offered(script, 'vsoa-testbench', 'c')).toEqual(expect.arrayContaining(['call', 'convert', 'completion']));
    expect(offered(script, 'vsoa-testbench', 'call', '--pa').toSorted()).toEqual(['--param', '--passwd']);
    expect(offered(script, 'vsoa-testbench', 'lookup', '--family', '')).toEqual(['4', '6']);
    expect(offered(script, 'vsoa-testbench', 'completion', 'z')).toEqual(['zsh']);
  });

  it('of zsh and fish names every command', async () => {
    const [zsh, fish] = [await printed('completion', 'zsh'), await printed('completion', 'fish')];
    for (const name of ['call', 'listen', 'get', 'record', 'bench', 'run']) {
      expect(zsh).toContain(`    ${name}) _arguments`);
      expect(fish).toContain(`-a ${name} -d`);
    }
  });

  it('of another shell is refused', async () => {
    expect((await run('completion', 'tcsh')).code).toBe(2);
  });
});

describe('man', () => {
  it('is a page with every command, its options and its examples', async () => {
    const page = await printed('man');
    expect(page).toMatch(/^\.TH VSOA-TESTBENCH 1/);
    for (const text of [
      '.SH NAME',
      '.SH COMMANDS',
      '.SH EXIT STATUS',
      '\\-\\-in\\-flight',
      'vsoa\\-testbench ping vsoa://127.0.0.1:3005',
    ]) {
      expect(page).toContain(text);
    }
    for (const line of page.split('\n')) expect(line).not.toMatch(/^'/);
  });
});

describe('every command', () => {
  it('has examples in its help', async () => {
    const help = await printed('--help');
    const names = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!).filter((name) => name !== 'help');
    expect(names.length).toBeGreaterThan(13);
    for (const name of names)
      expect(await printed(name, '--help')).toMatch(new RegExp(`vsoa-testbench ${name}[^]*Examples:`));
  });
});
