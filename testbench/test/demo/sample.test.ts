import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Bench } from '../../bench.ts';
import { noDialogs } from '../../capture/dialogs.ts';
import { sampleFiles } from '../../demo/sample-files.ts';
import { loadScenario } from '../../scenario/file/load.ts';
import { readFiles } from '../../workspace/bundle.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../../../examples/workspace');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

describe('the sample workspace', () => {
  it('is all that is in examples/workspace', async () => {
    expect(sampleFiles).toEqual(await readFiles(SAMPLE));
  });

  it('has a scenario in which nothing is wrong', () => {
    const text = sampleFiles.get('scenarios/car.yaml') as string;
    expect(loadScenario(text, 'car.yaml').problems).toEqual([]);
  });

  it('is copied to an empty folder of the user, and opened there with all that it has', async () => {
    const folder = await temporary();
    const opened: string[] = [];
    const first = bench({ chosen: folder, opened });
    expect(await first.handlers.openSampleWorkspace(undefined)).toEqual({ folder, name: path.basename(folder) });
    expect(opened).toEqual([folder]);

    const there = bench({ workspace: folder });
    const requests = async () =>
      (await there.handlers.snapshot(undefined)).requests.nodes.filter(({ kind }) => kind === 'request');
    await expect.poll(requests).toHaveLength(5);
    const environments = async () =>
      (await there.handlers.snapshot(undefined)).environments.list.map(({ name }) => name);
    await expect.poll(environments).toEqual(['Bench', 'Winter']);
    const { devices, plots, scenarios, workspace } = await there.handlers.snapshot(undefined);
    expect(workspace.problems).toEqual([]);
    expect(devices.map(({ name }) => name)).toEqual(['Sample car']);
    expect(plots.plots.map(({ series }) => series.length)).toEqual([2]);
    expect(scenarios.scenarios.map(({ name }) => name)).toEqual(['Sample car']);
  });

  it('leaves a folder that is not empty as it is', async () => {
    const before = await readdir(SAMPLE);
    const opened: string[] = [];
    const refused = bench({ chosen: SAMPLE, opened }).handlers.openSampleWorkspace(undefined);
    await expect(refused).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
    expect(opened).toEqual([]);
    expect(await readdir(SAMPLE)).toEqual(before);
  });
});

function bench({ chosen, opened = [], workspace }: { chosen?: string; opened?: string[]; workspace?: string }): Bench {
  const made = new Bench({
    workspace,
    dialogs: { ...noDialogs, chooseFolder: async () => chosen ?? null },
    places: { own: '/own', recent: [], open: (folder) => opened.push(folder) },
  });
  ends.push(() => made.close());
  return made;
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vsoa-testbench-sample-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
