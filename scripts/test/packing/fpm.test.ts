import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { controlOf, readWords } from '../../packing/fpm.mjs';

const execute = promisify(execFile);
const FPM = path.resolve(import.meta.dirname, '../../packing/fpm.mjs');
const WORDS = [
  '-s dir --force -t deb -d libnss3 -d xdg-utils --deb-recommends libsecret-1-0 --deb-compression gz'.split(' '),
  '--architecture amd64 --version 1.2.3 --name tool --url about:blank'.split(' '),
  ['--maintainer', 'Me <me@example.org>', '--description', 'A tool\n With more to say of it.'],
].flat();

describe('the words that the builder gives', () => {
  it('are options, lists and files, of which either path may have an equals sign in front of the last', () => {
    expect(readWords([...WORDS, '/a=b/=/opt/tool'])).toMatchObject({
      options: { t: 'deb', name: 'tool', version: '1.2.3', 'deb-compression': 'gz' },
      depends: ['libnss3', 'xdg-utils'],
      recommends: ['libsecret-1-0'],
      files: [['/a=b/', '/opt/tool']],
    });
  });

  it('become a control file without lines for what is not known, and with short ones for what is long', () => {
    const asked = readWords([...WORDS, '--description', `A tool\n ${'word '.repeat(40)}\n\n end`]);
    const control = controlOf(asked, '12');
    expect(control).toMatch(/^Package: tool\nVersion: 1\.2\.3\nArchitecture: amd64\n/);
    expect(control).toContain('Installed-Size: 12\nDepends: libnss3, xdg-utils\nRecommends: libsecret-1-0\n');
    expect(control).not.toMatch(/Homepage|Section|Priority|undefined/);
    expect(control).toMatch(/\n \.\n end\n$/);
    expect(Math.max(...control.split('\n').map((line) => line.length))).toBeLessThan(80);
  });
});

describe.skipIf(process.platform !== 'linux')('the deb', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-fpm-'));
    onTestFinished(() => rm(folder, { recursive: true }));
  });

  it('has the files where they belong, owned by root, with links and what runs after it is installed', async () => {
    await mkdir(path.join(folder, 'app'));
    await writeFile(path.join(folder, 'app', 'tool'), '#!/bin/sh\n', { mode: 0o700 });
    await symlink('tool', path.join(folder, 'app', 'same'));
    await writeFile(path.join(folder, 'after'), '#!/bin/sh\ntrue\n');
    const deb = path.join(folder, 'tool.deb');
    const files = [`${folder}/app/=/opt/The Tool`, `${folder}/after=/usr/share/doc/tool/copyright`];
    await execute(FPM, [...WORDS, '--after-install', path.join(folder, 'after'), '--package', deb, ...files]);

    const { stdout: list } = await execute('dpkg-deb', ['-c', deb]);
    expect(list).toMatch(/^-rwxr-xr-x root\/root .* \.\/opt\/The Tool\/tool$/m);
    expect(list).toMatch(/^l.* \.\/opt\/The Tool\/same -> tool$/m);
    await execute('dpkg-deb', ['-R', deb, path.join(folder, 'out')]);
    expect(await readFile(path.join(folder, 'out/DEBIAN/postinst'), 'utf8')).toBe('#!/bin/sh\ntrue\n');
    const { stdout: name } = await execute('dpkg-deb', ['-f', deb, 'Package']);
    expect(name).toBe('tool\n');
  });

  it('is refused where it is no deb that is asked for', async () => {
    const words = WORDS.map((word) => (word === 'deb' ? 'rpm' : word));
    await expect(execute(FPM, words)).rejects.toThrow('only deb is made here, not rpm');
  });
});
