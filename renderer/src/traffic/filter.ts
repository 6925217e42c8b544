import { create } from 'zustand';
import type { FilterHelp } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { announce } from '../state/announce.ts';
import { useView } from '../state/traffic.ts';
import { useTrafficSettings } from '../state/traffic-settings.ts';
import { broughtBack, changed, noTexts, type Texts } from './filter-undo.ts';
import { showTraffic } from './show.ts';

/** After the last key: as long as two keys of one word lie apart. */
const PAUSE_MS = 150;
/** Longer where the word at the caret may become the name of a field: nobody searches for `ty` on the way to `type`. */
const UNFINISHED_MS = 900;

export type Completion = FilterHelp['completions'][number];

interface Filter extends FilterHelp {
  /** What stands in the bar where that is not, or not yet, the filter of the view. */
  typed: string | null;
  /** What could stand at the caret is asked for, and not known yet. */
  waiting: boolean;
  /** The text that the completions have their places in: while others are asked for, an older one than what is typed. */
  helped: string;
  texts: Texts;
}

export const useFilter = create<Filter>()(() => ({
  typed: null,
  error: null,
  completions: [],
  waiting: false,
  helped: '',
  texts: noTexts,
}));

let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

export const filterText = (): string => useFilter.getState().typed ?? useView.getState().filter;

/** Takes what was typed; after a pause it is applied where it is a filter, and the one before stays where it is none. */
export function typeFilter(typed: string, caret: number): void {
  useFilter.setState(({ texts }) => ({ texts: changed(texts, filterText(), typed, performance.now()) }));
  put(typed, caret);
}

/** Brings back what stood in the bar before, or with `forth` what was taken back. Answers its length; null where there is none. */
export function undoFilter(forth: boolean): number | null {
  const back = broughtBack(useFilter.getState().texts, filterText(), forth);
  if (!back) return null;
  useFilter.setState({ texts: back.texts });
  put(back.text, back.text.length);
  return back.text.length;
}

function put(typed: string, caret: number): void {
  useFilter.setState({ typed, waiting: true });
  clearTimeout(timer);
  timer = setTimeout(() => void checkTyped(typed, caret), PAUSE_MS);
}

/** Applies a filter at once and remembers it. False where it is none; then its error is shown. */
export async function applyFilter(filter: string): Promise<boolean> {
  clearTimeout(timer);
  useFilter.setState(({ texts }) => ({ texts: changed(texts, filterText(), filter, null) }));
  useFilter.setState({ typed: filter });
  if (!(await check(filter, filter.length))) return false;
  useFilter.setState({ typed: null, completions: [] });
  if (filter.trim() !== '') useTrafficSettings.getState().rememberFilter(filter.trim());
  return true;
}

/** Shows all packets again; what was written can be brought back in the bar. */
export const clearFilter = (): Promise<boolean> => applyFilter('');

/** Asks what could stand at the caret. */
export async function askHelp(text: string, caret: number): Promise<FilterHelp | null> {
  const mine = (asked += 1);
  const { source } = useView.getState();
  useFilter.setState({ waiting: true });
  const help = await bench().filterHelp({ source, text, caret: Math.min(caret, text.length) });
  if (mine !== asked) return null;
  useFilter.setState({ waiting: false });
  if (!help.ok) {
    announce(`error.${help.error.code}.title`);
    return null;
  }
  useFilter.setState({ ...help.value, helped: text });
  return help.value;
}

/** The same completion with its place in the text as it is; null where it does not go on from there, or the text is another by then. */
export async function inPlace(completion: Completion, text: string, caret: number): Promise<Completion | null> {
  const help = await askHelp(text, caret);
  if (!help || filterText() !== text) return null;
  return help.completions.find(({ insert }) => insert === completion.insert) ?? null;
}

async function checkTyped(typed: string, caret: number): Promise<void> {
  const help = await askHelp(typed, caret);
  if (!help || help.error) return;
  const unfinished = help.completions.some(({ from, to }) => from < to && caret > from && caret <= to);
  clearTimeout(timer);
  if (unfinished) timer = setTimeout(() => void show(typed), UNFINISHED_MS);
  else await show(typed);
}

async function check(text: string, caret: number): Promise<boolean> {
  const help = await askHelp(text, caret);
  return help !== null && help.error === null && (await show(text));
}

async function show(text: string): Promise<boolean> {
  const filter = text.trim();
  if (filter === useView.getState().filter) return true;
  const error = await showTraffic({ filter });
  if (error) announce(`error.${error.code}.title`);
  return error === null;
}
