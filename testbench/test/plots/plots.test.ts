import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type JsonValue, Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { BenchOptions } from '../../bench.ts';
import { noDialogs } from '../../capture/dialogs.ts';
import { PLOTS_CAP } from '../../contract/plots.ts';
import type { PlotData, PlotField } from '../../contract.ts';
import { Watched } from '../bench-harness.ts';

/** A bench that is subscribed to everything a server says, and a way to let it say something and wait until it was heard. */
async function connected(options?: BenchOptions) {
  const server = new Server();
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const watched = new Watched(options);
  const device = await watched.connected(`vsoa://127.0.0.1:${server.address?.port}`);
  await watched.handlers.subscribe({ id: device.id, urls: ['/'] });
  let count = 0;
  const publish = async (url: string, ...params: (JsonValue | Buffer)[]) => {
    for (const param of params) server.publish(url, { param });
    // What is published is in order, so that the mark comes last.
    server.publish('/mark', { param: (count += 1) });
    await watched.topic('/mark', ({ preview }) => preview === String(count));
  };
  const field = (url: string, ...at: (string | number)[]): PlotField => ({ deviceId: device.id, url, path: at });
  return { watched, server, device, publish, field, ...watched.handlers };
}

/** All values of a series; a gap is null. */
async function valuesOf({ handlers }: Watched, seriesId: string): Promise<(number | null)[]> {
  const [read] = await handlers.readPlots([{ seriesId, ...everything, bucketMs: 1e13, edges: false }]);
  const fine = await handlers.readPlots([
    { seriesId, from: read?.times[0] ?? 0, to: read?.times.at(-1) ?? 0, bucketMs: 0.001, edges: false },
  ]);
  return Array.from(fine[0]?.values ?? [], (value) => (Number.isNaN(value) ? null : value));
}

const everything = { from: 0, to: 8e15 };

const stateOf = async ({ handlers }: Watched, seriesId: string) =>
  (await handlers.summarizePlots([{ seriesId, ...everything }]))[0];

function dataOf(watched: Watched): PlotData {
  const found = watched.batches.findLast((batch) => batch.plotData)?.plotData;
  if (!found) throw new Error('nothing was told of the data');
  return found;
}

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'plots-'));
  onTestFinished(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('a series', () => {
  it('has the numbers at its path, and truths as 0 and 1', async () => {
    const { watched, addSeries, publish, field } = await connected();
    const speed = await addSeries({ field: field('/a', 'wheels', 1, 'speed') });
    const open = await addSeries({ field: field('/a', 'open'), plotId: speed.plotId });
    const whole = await addSeries({ field: field('/whole') });
    await publish('/a', { wheels: [0, { speed: 1.5 }], open: true }, { wheels: [0, { speed: -2 }], open: false });
    await publish('/whole', 7, 8);
    expect(await valuesOf(watched, speed.seriesId)).toEqual([1.5, -2]);
    expect(await valuesOf(watched, open.seriesId)).toEqual([1, 0]);
    expect(await valuesOf(watched, whole.seriesId)).toEqual([7, 8]);
    expect(await stateOf(watched, speed.seriesId)).toMatchObject({
      state: 'ok',
      newest: { value: -2 },
      points: 2,
      min: -2,
      max: 1.5,
      mean: -0.25,
    });
  });

  it('has a gap where the field is missing or no number, and says which', async () => {
    const { watched, addSeries, publish, field } = await connected();
    const { seriesId } = await addSeries({ field: field('/a', 'x') });
    expect(await stateOf(watched, seriesId)).toMatchObject({ state: 'silent', newest: null, points: 0 });
    for (const [param, state] of [
      [{ y: 1 }, 'missing'],
      [{ x: null }, 'missing'],
      [{ x: '12' }, 'notNumber'],
      [{ x: { y: 1 } }, 'notNumber'],
      [Buffer.from('{"x":1e999}'), 'notNumber'],
      [Buffer.from('{"x":'), 'notJson'],
    ] as const) {
      await publish('/a', { x: 1 }, param);
      expect(await stateOf(watched, seriesId)).toMatchObject({ state, newest: { value: 1 } });
    }
    await publish('/a', { x: 2 });
    const values = await valuesOf(watched, seriesId);
    expect(values).toEqual([...Array.from({ length: 6 }, () => [1, null]).flat(), 2]);
  });

  it('reads no field that nobody sent', async () => {
    const { watched, addSeries, publish, field } = await connected();
    const length = await addSeries({ field: field('/a', 'list', 'length') });
    const inherited = await addSeries({ field: field('/a', '__proto__', 'x') });
    await publish('/a', { list: [1, 2] });
    expect(await stateOf(watched, length.seriesId)).toMatchObject({ state: 'missing' });
    expect(await stateOf(watched, inherited.seriesId)).toMatchObject({ state: 'missing' });
  });

  it('is not joined through the time in which its device was away', async () => {
    const { watched, server, device, addSeries, field } = await connected();
    const port = server.address?.port ?? 0;
    const robot = { pingMs: 1_000, reconnectMs: 50, lostLimit: 3, turboMs: 0 };
    await watched.handlers.editDevice({ id: device.id, keep: true, robot });
    await watched.state(device.id, 'connected');
    await watched.handlers.ping({ id: device.id });
    const { seriesId } = await addSeries({ field: field('/a') });
    server.publish('/a', { param: 1 });
    await watched.topic('/a', ({ preview }) => preview === '1');
    await server.close();
    await watched.state(device.id, 'waiting');
    const next = new Server();
    await next.start({ host: '127.0.0.1', port });
    onTestFinished(() => next.close());
    await watched.state(device.id, 'connected');
    await watched.handlers.ping({ id: device.id });
    next.publish('/a', { param: 2 });
    await watched.topic('/a', ({ preview }) => preview === '2');
    expect(await valuesOf(watched, seriesId)).toEqual([1, null, 2]);
  });

  it('has no values from before it was there', async () => {
    const { watched, addSeries, publish, field } = await connected();
    await publish('/a', 1, 2);
    const { seriesId } = await addSeries({ field: field('/a') });
    await publish('/a', 3);
    expect(await valuesOf(watched, seriesId)).toEqual([3]);
  });

  it('is in a plot once, and shares its values with the same field in another plot', async () => {
    const { watched, addSeries, publish, field } = await connected();
    const one = await addSeries({ field: field('/a') });
    const again = await addSeries({ field: field('/a'), plotId: one.plotId });
    const other = await addSeries({ field: field('/a') });
    expect(again).toEqual(one);
    await publish('/a', 4);
    expect(await valuesOf(watched, other.seriesId)).toEqual([4]);
    expect(dataOf(watched).points).toBe(1);
  });
});

describe('what is removed', () => {
  it('comes back with its values, and a gap for the time in between', async () => {
    const { watched, addSeries, removeSeries, undoPlots, publish, field } = await connected();
    const { seriesId } = await addSeries({ field: field('/a') });
    await publish('/a', 1);
    const undo = await removeSeries({ seriesId });
    await publish('/a', 2);
    await undoPlots({ undo });
    await publish('/a', 3);
    expect(await valuesOf(watched, seriesId)).toEqual([1, null, 3]);
    await expect(async () => undoPlots({ undo })).rejects.toMatchObject({ code: 'NO_SUCH_PLOT' });
  });

  it('is a whole plot with all its series, at its place', async () => {
    const { watched, addSeries, removePlot, undoPlots, field } = await connected();
    const first = await addSeries({ field: field('/a') });
    await addSeries({ field: field('/b') });
    const undo = await removePlot({ plotId: first.plotId });
    await undoPlots({ undo });
    const { plots } = await watched.handlers.snapshot(undefined);
    expect(plots.plots.map(({ series }) => series[0]?.url)).toEqual(['/a', '/b']);
  });

  it('is cleared values, which come back before those that came since', async () => {
    const { watched, addSeries, clearPlots, undoPlots, publish, field } = await connected();
    const { seriesId } = await addSeries({ field: field('/a') });
    await publish('/a', 1, 2);
    const undo = await clearPlots(undefined);
    expect(await valuesOf(watched, seriesId)).toEqual([]);
    await publish('/a', 3);
    const { generation } = dataOf(watched);
    await undoPlots({ undo });
    await watched.until(() => dataOf(watched).generation > generation);
    expect(await valuesOf(watched, seriesId)).toEqual([1, 2, 3]);
  });
});

describe('memory', () => {
  it('stays under its cap: the oldest values go, and are counted', async () => {
    const { watched, addSeries, setPlotsCap, publish, field } = await connected();
    await setPlotsCap({ bytes: 1_048_576 });
    const { seriesId } = await addSeries({ field: field('/a') });
    for (let round = 0; round < 100; round++) {
      await publish('/a', ...Array.from({ length: 800 }, (_, at) => round * 800 + at));
    }
    const { bytes, cap, evicted, points } = dataOf(watched);
    expect(bytes).toBeLessThanOrEqual(cap);
    expect(evicted).toBeGreaterThan(0);
    expect(evicted + points).toBe(80_000);
    expect(await stateOf(watched, seriesId)).toMatchObject({ points, min: evicted, max: 79_999 });
  });
});

describe('the workspace', () => {
  it('has the plots, not their values', async () => {
    const workspace = folder();
    const first = await connected({ workspace });
    const { plotId, seriesId } = await first.addSeries({
      field: first.field('/a', 'x'),
      look: { axis: 'right', name: 'X', colour: 3, steps: true },
    });
    await first.editPlot({ plotId, name: 'Drive', units: { left: 'km/h', right: 'bar' } });
    await first.editPlots({ spanMs: null, ownTimes: true });
    await first.setPlotsCap({ bytes: 64 * 1_048_576 });
    await first.publish('/a', { x: 1 });
    const before = await first.snapshot(undefined);
    await first.watched.bench.close();
    const again = new Watched({ workspace });
    const after = await again.handlers.snapshot(undefined);
    expect(after.plots).toEqual(before.plots);
    expect(after.plots).toMatchObject({
      spanMs: null,
      ownTimes: true,
      plots: [{ name: 'Drive', series: [{ id: seriesId, name: 'X', axis: 'right', colour: 3, steps: true }] }],
    });
    expect(after.plotData).toMatchObject({ points: 0, newest: null, cap: 64 * 1_048_576 });
  });

  it('takes over the plots that somebody else has saved, with what was measured', async () => {
    const workspace = folder();
    const bench = await connected({ workspace });
    const { plotId, seriesId } = await bench.addSeries({ field: bench.field('/a', 'x') });
    const { plotId: other } = await bench.addSeries({ field: bench.field('/a', 'y') });
    await bench.publish('/a', { x: 1, y: 2 });
    const undo = await bench.removePlot({ plotId: other });
    const file = path.join(workspace, 'plots.json');
    await bench.editPlot({ plotId, name: 'Mine' });
    await vi.waitFor(() => expect(fs.readFileSync(file, 'utf8')).toContain('Mine'), { interval: 5, timeout: 5_000 });
    const text = fs.readFileSync(file, 'utf8').replace('"Mine"', '"Theirs"');
    fs.writeFileSync(file, text);
    await bench.watched.until(() => bench.watched.batches.at(-1)?.plots?.plots[0]?.name === 'Theirs');
    const { plots } = await bench.snapshot(undefined);
    expect(plots.plots).toMatchObject([{ id: plotId, series: [{ id: seriesId }] }]);
    expect(await stateOf(bench.watched, seriesId)).toMatchObject({ newest: { value: 1 } });
    expect(fs.readFileSync(file, 'utf8')).toBe(text);

    await bench.undoPlots({ undo });
    expect((await bench.snapshot(undefined)).plots.plots.map(({ id }) => id)).toEqual([plotId, other]);
  });

  it('keeps what makes sense of a file that was edited by hand, and puts the file aside', async () => {
    const workspace = folder();
    const series = {
      id: 's',
      deviceId: 'd',
      url: '/a',
      path: ['x'],
      name: '',
      axis: 'left',
      colour: 0,
      visible: true,
      steps: false,
    };
    const plot = {
      id: 'p',
      name: '',
      units: { left: '', right: '' },
      spanMs: 60_000,
      series: [series, { ...series, axis: 'up' }],
    };
    fs.writeFileSync(
      path.join(workspace, 'plots.json'),
      JSON.stringify({ version: 1, cap: 7, plots: [plot, { id: 7 }] }),
    );
    const watched = new Watched({ workspace });
    const { plots, plotData, workspace: status } = await watched.handlers.snapshot(undefined);
    expect(plots.plots).toMatchObject([{ id: 'p', series: [{ id: 's' }] }]);
    expect(plotData.cap).toBe(PLOTS_CAP);
    expect(status.problems).toMatchObject([{ file: 'plots.json', kind: 'broken' }]);
  });
});

describe('a file', () => {
  it('has every value that was sent, one row for each time', async () => {
    const file = path.join(folder(), 'drive.csv');
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(file) };
    const { addSeries, publish, savePlotCsv, field } = await connected({ dialogs });
    const { plotId } = await addSeries({ field: field('/a', 'x') });
    await addSeries({ field: field('/a', 'y'), plotId, look: { name: '=cmd, "y"' } });
    await addSeries({ field: field('/b'), plotId });
    const sent = Array.from({ length: 500 }, (_, at) => ({ x: at / 7, y: -at }));
    await publish('/a', ...sent, { x: 'gone' });
    await publish('/b', 0.1);
    const saved = await savePlotCsv({ plotId, name: 'Drive', from: null, to: null });
    expect(saved).toMatchObject({ name: 'drive.csv', path: file, rows: 501, bytes: fs.statSync(file).size });
    const [head, ...rows] = fs.readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(head).toBe('time,epochMs,/a.x,"\'=cmd, ""y""",/b');
    const cells = rows.map((row) => row.split(','));
    expect(cells.slice(0, 500).map((row) => row.slice(2))).toEqual(sent.map(({ x, y }) => [String(x), String(y), '']));
    expect(cells[500]?.slice(2)).toEqual(['', '', '0.1']);
    for (const [iso, epoch] of cells) expect(Math.abs(Date.parse(String(iso)) - Number(epoch))).toBeLessThan(1.001);
  });

  it('has only the values of a span where that is asked for', async () => {
    const file = path.join(folder(), 'part.csv');
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(file) };
    const { addSeries, publish, savePlotCsv, readPlots, field } = await connected({ dialogs });
    const { plotId, seriesId } = await addSeries({ field: field('/a') });
    for (let at = 0; at < 10; at++) await publish('/a', at);
    const [read] = await readPlots([{ seriesId, ...everything, bucketMs: 1e13, edges: false }]);
    const [first, last] = [read?.times[0] ?? 0, read?.times.at(-1) ?? 0];
    await savePlotCsv({ plotId, name: 'part', from: first + 0.001, to: last - 0.001 });
    const rows = fs.readFileSync(file, 'utf8').trimEnd().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[2])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it('that cannot be written says so, and nothing is left of it', async () => {
    const place = folder();
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(path.join(place, 'no', 'x.csv')) };
    const { addSeries, savePlotCsv, field } = await connected({ dialogs });
    const { plotId } = await addSeries({ field: field('/a') });
    const saving = savePlotCsv({ plotId, name: 'x', from: null, to: null });
    await expect(saving).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(fs.readdirSync(place)).toEqual([]);
  });

  it('can be an image, and nothing else', async () => {
    const file = path.join(folder(), 'drive.png');
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(file) };
    const { savePlotImage } = await connected({ dialogs });
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
    expect(await savePlotImage({ name: 'Drive', png })).toMatchObject({ path: file, bytes: 11 });
    expect(new Uint8Array(fs.readFileSync(file))).toEqual(png);
    const saving = savePlotImage({ name: 'Drive', png: Uint8Array.of(1, 2) });
    await expect(saving).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

it('what is plotted of the demo vehicle is plotted of the next one as well', async () => {
  const workspace = folder();
  const first = new Watched({ workspace });
  const demo = await first.handlers.startDemo({});
  const { seriesId } = await first.handlers.addSeries({
    field: { deviceId: demo.id, url: '/powertrain/speed', path: ['kmh'] },
  });
  await first.until(() => first.batches.some((batch) => (batch.plotData?.points ?? 0) > 0));
  await first.bench.close();
  const next = new Watched({ workspace });
  expect((await next.handlers.startDemo({})).id).not.toBe(demo.id);
  await next.until(() => next.batches.some((batch) => (batch.plotData?.points ?? 0) > 0));
  expect(await stateOf(next, seriesId)).toBeDefined();
});
