import { create } from 'zustand';
import type { Key } from '../locales/en.ts';

interface Announcement {
  key: Key | null;
  values: Record<string, string | number>;
  /** Grows, so that the same words twice are said twice. */
  count: number;
}

/** One line in the status bar for what leaves no other trace, such as a copy; read aloud politely. */
export const useAnnouncement = create<Announcement>()(() => ({ key: null, values: {}, count: 0 }));

let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(key: Key, values: Announcement['values'] = {}): void {
  useAnnouncement.setState(({ count }) => ({ key, values, count: count + 1 }));
  clearTimeout(timer);
  timer = setTimeout(() => useAnnouncement.setState({ key: null }), 4_000);
}
