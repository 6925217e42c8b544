import type { Translate } from '../../i18n.ts';
import type { Key } from '../../locales/en.ts';
import type { Press } from '../keys.ts';

/** Something that the palette finds. */
export interface PaletteItem {
  /** Unique among all, and the same the next time: what was used is remembered by it. */
  id: string;
  text: string;
  /** The same in the other language, so that it is found by that too. */
  other?: string;
  /** What tells it from others: the device of a topic, the url of a request. */
  detail?: string;
  /** What it is. */
  group: Key;
  keys?: Press | undefined;
  run: () => void;
}

/** Things of one kind. Asked each time the palette opens. */
export interface PaletteProvider {
  /** Unique among the providers; another one with the same takes its place. */
  id: string;
  items: (t: Translate) => PaletteItem[];
  /** There may be thousands: they are looked through, but not listed while nothing is typed. */
  onlySearched?: boolean;
}

const providers = new Map<string, PaletteProvider>();

/** Answers how to take it back. */
export function registerPaletteProvider(provider: PaletteProvider): () => void {
  providers.set(provider.id, provider);
  return () => {
    if (providers.get(provider.id) === provider) providers.delete(provider.id);
  };
}

export const paletteProviders = (): PaletteProvider[] => [...providers.values()];
