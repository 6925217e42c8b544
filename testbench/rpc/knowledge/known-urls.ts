import type { KnownUrl } from '../../contract.ts';
import type { Entry } from '../history/entry.ts';
import { urlsIn } from './urls-in.ts';

/** From answers of one device; the oldest go. */
const MAX_FROM_ANSWERS = 1_000;
const MOST = 50;

export interface SavedUrl {
  url: string;
  method: 'GET' | 'SET';
}

export interface UrlSources {
  /** Of the device, newest first, before all others. */
  history: readonly Entry[];
  saved: Iterable<SavedUrl>;
  topics: Iterable<string>;
  /** JSON text. */
  serverInfo: string | null;
}

/**
 * The likeliest first: what begins with what is typed before what has it inside; of these, what was called on this
 * device, then elsewhere, then what is saved, what it published, and what it named in its answers.
 */
export function suggestUrls(typed: string, deviceId: string | null, sources: UrlSources): KnownUrl[] {
  const known = new Map<string, KnownUrl>();
  const add = (url: string, from: KnownUrl['from'], method?: 'GET' | 'SET') => {
    const there = known.get(url);
    if (there === undefined) known.set(url, { url, from, methods: method ? [method] : [] });
    else if (method && !there.methods.includes(method)) there.methods.push(method);
  };
  for (const { draft, sent, answer, device } of bySameDeviceFirst(sources.history, deviceId)) {
    add(sent?.url ?? draft.url, 'history', answer?.status === 0 && device.id === deviceId ? draft.method : undefined);
  }
  for (const { url, method } of sources.saved) add(url, 'saved', method);
  for (const url of sources.topics) add(url, 'topic');
  for (const url of urlsInInfo(sources.serverInfo)) add(url, 'info');
  for (const url of fromAnswers(sources.history, deviceId)) add(url, 'answer');
  return matching([...known.values()], typed.trim().toLowerCase());
}

function matching(known: KnownUrl[], wanted: string): KnownUrl[] {
  const found = known.filter(({ url }) => url.toLowerCase() !== wanted && url.toLowerCase().includes(wanted));
  const starts = ({ url }: KnownUrl) => url.toLowerCase().startsWith(wanted);
  return [...found.filter(starts), ...found.filter((each) => !starts(each))].slice(0, MOST);
}

function bySameDeviceFirst(history: readonly Entry[], deviceId: string | null): Entry[] {
  const isSame = ({ device }: Entry) => device.id === deviceId;
  return [...history.filter(isSame), ...history.filter((entry) => !isSame(entry))];
}

function fromAnswers(history: readonly Entry[], deviceId: string | null): Set<string> {
  const found = new Set<string>();
  for (const { answer, device } of history) {
    if (device.id !== deviceId || !answer) continue;
    for (const url of urlsInAnswer(answer)) {
      if (found.size >= MAX_FROM_ANSWERS) return found;
      found.add(url);
    }
  }
  return found;
}

/** Of answers that were looked at: they are asked for with each letter of a url. */
const looked = new WeakMap<NonNullable<Entry['answer']>, string[]>();

function urlsInAnswer(answer: NonNullable<Entry['answer']>): string[] {
  const known = looked.get(answer);
  if (known) return known;
  const urls = answer.param.kind === 'text' ? urlsIn(answer.param.text) : [];
  looked.set(answer, urls);
  return urls;
}

let info: { text: string | null; urls: string[] } = { text: null, urls: [] };

function urlsInInfo(text: string | null): string[] {
  if (info.text !== text) info = { text, urls: urlsIn(text) };
  return info.urls;
}
