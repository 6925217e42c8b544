import { createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Plot, PlotSeries, SeriesSummary } from '../../../../testbench/contract.ts';
import { PlotsPane } from '../../../src/panes/plots/plots-pane.tsx';
import { LIVE } from '../../../src/plots/spans.ts';
import { useDevices } from '../../../src/state/devices.ts';
import { usePlotViews } from '../../../src/state/plot-views.ts';
import { addToPlot, usePlots } from '../../../src/state/plots.ts';
import { useSelection } from '../../../src/state/selection.ts';
import { useSettings } from '../../../src/state/settings.ts';
import { useToasts } from '../../../src/state/toasts.ts';
import { mergeTopics } from '../../../src/state/topics.ts';
import { answers, benchWith, device, refuses, topic } from '../../harness.ts';

const series = (change: Partial<PlotSeries> = {}): PlotSeries => ({
  id: 's1',
  deviceId: 'd1',
  url: '/speed',
  path: ['kmh'],
  name: '',
  axis: 'left',
  colour: 0,
  visible: true,
  steps: false,
  ...change,
});

const plot = (change: Partial<Plot> = {}): Plot => ({
  id: 'p1',
  name: 'Drive',
  units: { left: '', right: '' },
  spanMs: 60_000,
  series: [series()],
  ...change,
});

const summary = (change: Partial<SeriesSummary> = {}): SeriesSummary => ({
  id: 's1',
  state: 'ok',
  newest: { time: 5, value: 12.5 },
  points: 3,
  min: 1,
  max: 20,
  mean: 7.25,
  ...change,
});

const show = (...plots: Plot[]) => usePlots.setState(({ sheet }) => ({ sheet: { ...sheet, plots } }));

beforeEach(() => {
  usePlots.setState(usePlots.getInitialState(), true);
  usePlotViews.setState(usePlotViews.getInitialState(), true);
  useToasts.setState({ toasts: [], undos: [] });
  useDevices.setState({ devices: [device()] });
  useSelection.setState({ deviceId: 'd1' });
});

const row = (name: string) => screen.getByRole('button', { name: `Hide ${name}` }).closest('tr') as HTMLElement;

const cells = (name: string) =>
  within(row(name))
    .getAllByRole('cell')
    .slice(0, 4)
    .map((cell) => cell.textContent);

test('an empty pane says what to do, and has a button for it', () => {
  render(<PlotsPane />);
  expect(screen.getByText(/Drag a number from a topic to here/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Add series' }));
  expect(screen.getByRole('dialog', { name: 'Add series' })).toBeDefined();
});

test('a legend has the newest value, and what is lowest, highest and mean of what is in view', () => {
  show(plot());
  usePlotViews.setState({ summaries: new Map([['s1', summary()]]) });
  render(<PlotsPane />);
  expect(cells('kmh')).toEqual(['12.5', '1', '20', '7.25']);
});

test('at the cursor a legend has the value there, and who reads the screen hears it', () => {
  show(plot());
  usePlotViews.setState({
    summaries: new Map([['s1', summary()]]),
    cursor: { plotId: 'p1', time: 1_000 },
  });
  usePlotViews.setState({ readings: new Map([['s1', 3.5]]) });
  render(<PlotsPane />);
  expect(cells('kmh')[0]).toBe('3.5');
  expect(screen.getByRole('slider', { name: 'Drive: values over time' }).getAttribute('aria-valuetext')).toMatch(
    /kmh 3\.5$/,
  );
});

test('why nothing more comes stands beside the series', () => {
  show(
    plot({
      series: [
        series(),
        series({ id: 's2', path: ['gear'] }),
        series({ id: 's3', path: ['x'], deviceId: 'gone' }),
        series({ id: 's4', path: ['y'] }),
      ],
    }),
  );
  const summaries = [
    summary(),
    summary({ id: 's2', state: 'notNumber' }),
    summary({ id: 's3' }),
    summary({ id: 's4', state: 'missing', newest: null, points: 0 }),
  ];
  usePlotViews.setState({ summaries: new Map(summaries.map((each) => [each.id, each])) });
  render(<PlotsPane />);
  expect(row('gear').textContent).toContain('Not a number now');
  expect(row('x').textContent).toContain('Device removed');
  expect(row('y').textContent).toContain('Not in the newest value');
  expect(cells('y')[0]).toBe('Not in the newest value');
});

test('a series is hidden by its colour, and removed with a way back', async () => {
  const asked: unknown[] = [];
  benchWith({
    editSeries: (request) => {
      asked.push(request);
      return answers(undefined);
    },
    removeSeries: () => answers('undo-1'),
    undoPlots: (request) => {
      asked.push(request);
      return answers(undefined);
    },
  });
  show(plot());
  render(<PlotsPane />);
  fireEvent.click(screen.getByRole('button', { name: 'Hide kmh' }));
  fireEvent.click(screen.getByRole('button', { name: 'Actions for kmh' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove series' }));
  await waitFor(() => expect(useToasts.getState().toasts).toHaveLength(1));
  useToasts.getState().toasts[0]?.action?.run();
  await waitFor(() => expect(asked).toEqual([{ seriesId: 's1', visible: false }, { undo: 'undo-1' }]));
});

test('a field that is dropped on a plot is added to it, elsewhere to a new one; anything else is left alone', async () => {
  const asked: unknown[] = [];
  benchWith({
    addSeries: (request) => {
      asked.push(request);
      return answers({ plotId: 'p1', seriesId: 's2' });
    },
  });
  show(plot());
  render(<PlotsPane />);
  const field = { deviceId: 'd1', url: '/motor', path: ['rpm', 0] };
  const target = screen.getByRole('article', { name: 'Drive' });
  drop(target, { 'application/x-vsoa-field': JSON.stringify(field) });
  drop(target.parentElement as HTMLElement, { 'application/x-vsoa-field': JSON.stringify(field) });
  drop(target, { 'text/plain': 'rpm' });
  drop(target, { 'application/x-vsoa-field': '{"deviceId":7}' });
  await waitFor(() => expect(asked).toEqual([{ field, plotId: 'p1' }, { field }]));
});

test('where a field can be dropped is shown as long as one is dragged, also when its row has gone meanwhile', () => {
  show(plot());
  render(<PlotsPane />);
  const field = document.body.appendChild(document.createElement('div'));
  for (const end of [() => fireEvent.dragEnd(field), () => field.remove()]) {
    const start = createEvent.dragStart(field);
    Object.defineProperty(start, 'dataTransfer', { value: { types: ['application/x-vsoa-field'] } });
    fireEvent(field, start);
    expect(screen.getByText('Drop here for a new plot')).toBeTruthy();
    end();
    fireEvent.pointerMove(document.body);
    expect(screen.queryByText('Drop here for a new plot')).toBeNull();
  }
});

test('a series has its menu under the right button as well, and its place can be copied', async () => {
  const writeText = vi.fn<(text: string) => Promise<void>>(async () => {});
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  show(plot());
  render(<PlotsPane />);
  fireEvent.contextMenu(row('kmh'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy URL and path' }));
  await waitFor(() => expect(writeText).toHaveBeenCalledWith('/speed kmh'));
});

test('fields are chosen from the newest value, without a mouse, and what is not subscribed gets subscribed', async () => {
  const asked: unknown[] = [];
  benchWith({
    topicValue: () =>
      answers({
        text: '{"rpm":800,"on":true,"name":"x"}',
        json: true,
        param: new Uint8Array(),
        data: new Uint8Array(),
        time: 0,
        quick: false,
      }),
    addSeries: (request) => {
      asked.push(request);
      return answers({ plotId: 'p1', seriesId: 's2' });
    },
    subscribe: (request) => {
      asked.push(request);
      return answers([]);
    },
  });
  mergeTopics([topic({ url: '/motor' })]);
  show(plot());
  render(<PlotsPane />);
  fireEvent.click(screen.getByRole('button', { name: 'Add series to Drive' }));
  const form = screen.getByRole('form', { name: 'Add series' });
  const add = within(form).getByRole('button', { name: 'Add' });
  expect(add.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(form).getByLabelText('URL'), { target: { value: '/motor' } });
  fireEvent.click(await within(form).findByRole('checkbox', { name: /rpm/ }));
  fireEvent.click(within(form).getByRole('checkbox', { name: /on/ }));
  fireEvent.change(within(form).getByLabelText('Or a path to a field'), { target: { value: 'a[' } });
  expect(within(form).getByRole('alert').textContent).toContain('Not a path');
  fireEvent.change(within(form).getByLabelText('Or a path to a field'), { target: { value: 'axles[1].load' } });
  fireEvent.click(within(form).getByRole('radio', { name: 'Right' }));
  fireEvent.submit(form);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([
    addedToRight(['rpm'], false),
    addedToRight(['on'], true),
    addedToRight(['axles', 1, 'load'], false),
    { id: 'd1', urls: ['/motor'] },
  ]);
});

test('pause says for how long, and leads back to the newest', () => {
  show(plot());
  usePlots.setState(({ data }) => ({ data: { ...data, oldest: 0, newest: 100_000, points: 10 } }));
  render(<PlotsPane />);
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(usePlotViews.getState().all).toMatchObject({ kind: 'still', from: 40_000, to: 100_000 });
  expect(screen.getByText(/^Paused for .* values are still kept$/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Back to the newest' }));
  expect(usePlotViews.getState().all).toEqual(LIVE);
});

test('the keyboard moves the cursor and the time, zooms, and leads back', () => {
  show(plot());
  usePlots.setState(({ data }) => ({ data: { ...data, oldest: 0, newest: 100_000 } }));
  render(<PlotsPane />);
  const lines = screen.getByRole('slider', { name: 'Drive: values over time' });
  const press = (key: string, shiftKey = false) => fireEvent.keyDown(lines, { key, shiftKey });
  press('ArrowLeft');
  expect(usePlotViews.getState().cursor).toEqual({ plotId: 'p1', time: 99_400 });
  press('ArrowLeft', true);
  expect(usePlotViews.getState().all).toMatchObject({ from: 34_000, to: 94_000 });
  press('-');
  expect(usePlotViews.getState().all).toMatchObject({ to: 94_000 });
  press('Home');
  expect(usePlotViews.getState().all).toMatchObject({ from: 0 });
  press('End');
  expect(usePlotViews.getState().all).toEqual(LIVE);
});

test('what is held is said, with what was dropped', () => {
  show(plot());
  usePlots.setState(({ data }) => ({
    data: { ...data, bytes: 1_048_576, cap: 536_870_912, evicted: 1_234, unread: 1 },
  }));
  render(<PlotsPane />);
  expect(screen.getByText('1.00 MiB of 512 MiB')).toBeDefined();
  expect(screen.getByText('1,234 values dropped')).toBeDefined();
  expect(screen.getByText('1 message not read, too many to read')).toBeDefined();
});

test('in Chinese, too', () => {
  useSettings.setState({ language: 'zh' });
  show(plot({ name: '' }));
  render(<PlotsPane />);
  expect(screen.getByRole('article', { name: '曲线图 1' })).toBeDefined();
  expect(screen.getByRole('button', { name: '暂停' })).toBeDefined();
});

test('what cannot be plotted says so beside the work', async () => {
  benchWith({ addSeries: () => refuses({ code: 'TOO_MANY', message: 'at most 200 series' }) });
  await addToPlot({ deviceId: 'd1', url: '/a', path: [] });
  expect(useToasts.getState().toasts).toMatchObject([{ key: 'error.TOO_MANY.title', tone: 'error' }]);
});

const addedToRight = (path: (string | number)[], steps: boolean) => ({
  field: { deviceId: 'd1', url: '/motor', path },
  plotId: 'p1',
  look: { axis: 'right', steps },
});

/** happy-dom has no DataTransfer that could be filled. */
function drop(target: HTMLElement, items: Record<string, string>): void {
  const dataTransfer = { types: Object.keys(items), getData: (type: string) => items[type] ?? '' };
  for (const make of [createEvent.dragOver, createEvent.drop]) {
    const event = make(target);
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    fireEvent(target, event);
  }
}
