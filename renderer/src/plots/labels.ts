import type { Device, PlotSeries } from '../../../testbench/contract.ts';
import { deviceOf, pathText, seriesName } from './names.ts';

export interface SeriesLabel {
  name: string;
  /** What tells it from others of its name in the plot, as short as can be; empty where its name is the only one. */
  apart: string;
  /** Both, for where there is one text. */
  text: string;
}

/** By the ids of the series. */
export function labelsOf(series: readonly PlotSeries[], devices: readonly Device[]): (of: PlotSeries) => SeriesLabel {
  const labels = new Map<string, SeriesLabel>();
  for (const name of new Set(series.map(seriesName))) {
    const group = series.filter((each) => seriesName(each) === name);
    const apart = group.length > 1 ? tellApart(group, devices) : [];
    for (const [at, { id }] of group.entries()) labels.set(id, labelOf(name, apart[at] ?? ''));
  }
  return (of) => labels.get(of.id) ?? labelOf(seriesName(of), '');
}

const labelOf = (name: string, apart: string): SeriesLabel => ({
  name,
  apart,
  text: apart === '' ? name : `${name} · ${apart}`,
});

/** By what differs in their urls, else by their fields or devices, else by several of these. */
function tellApart(group: readonly PlotSeries[], devices: readonly Device[]): string[] {
  const urls = differences(group.map(({ url }) => url));
  const paths = group.map(({ path, name }) => (name === '' ? '' : pathText(path)));
  const names = group.map(({ deviceId }) => deviceOf(devices, deviceId)?.name ?? '');
  const ways = [[urls], [paths], [names], [names, urls], [urls, paths], [names, paths], [names, urls, paths]];
  const texts = ways.map((way) => group.map((_, at) => way.flatMap((each) => each[at] || []).join(' · ')));
  const clear = texts.find((each) => new Set(each).size === group.length);
  return clear ?? (texts.at(-1) ?? []).map((text, at) => `${text} (${at + 1})`.trimStart());
}

/** Of each url the parts between those with which all of them begin and end; none where all are the same. */
function differences(urls: readonly string[]): string[] {
  const all = urls.map((url) => url.split('/').filter((part) => part !== ''));
  const shortest = Math.min(...all.map((parts) => parts.length));
  const same = (at: number) => new Set(all.map((parts) => parts.at(at))).size === 1;
  let start = 0;
  while (start < shortest && same(start)) start += 1;
  if (all.every((parts) => parts.length === start)) return urls.map(() => '');
  let end = 0;
  while (end < shortest - start && same(-1 - end)) end += 1;
  // One that is the beginning of another would have nothing left.
  if (shortest === start + end) start = Math.max(0, start - 1);
  return all.map((parts) => parts.slice(start, parts.length - end).join('/') || '/');
}
