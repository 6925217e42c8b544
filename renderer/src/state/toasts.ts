import { create } from 'zustand';
import type { Values } from '../i18n.ts';
import type { Key } from '../locales/en.ts';

export interface ToastWords {
  /** A key, not text: the language may change while it is in view. */
  key: Key;
  values?: Values;
  /** More of its values, which are words themselves. */
  words?: Record<string, Key>;
}

export interface Toast extends ToastWords {
  id: number;
  tone: 'info' | 'warning' | 'error';
  action: { key: Key; run: () => void } | null;
  /** How long it is in view, ms; the time stands still while one looks at it or is in it. Null: until it is dismissed. */
  forMs: number | null;
}

interface Toasts {
  /** Newest last. */
  toasts: Toast[];
  /** Deletions that can be taken back, newest last; longer than their toasts are in view. */
  undos: { id: number; run: () => void }[];
}

/** More of them would be a wall; the oldest goes, and of errors only where all are. */
const MOST = 3;
const MOST_UNDOS = 20;
const SHORT_MS = 5_000;
/** With something to press in it. */
const LONG_MS = 10_000;

export const useToasts = create<Toasts>()(() => ({ toasts: [], undos: [] }));

let lastId = 0;

/**
 * Says something beside the work, without taking the focus. By default it goes after 5 s, after 10 s with an action,
 * and an error stays until it is dismissed. Answers what `dismissToast` takes.
 */
export function toast(words: ToastWords & Partial<Pick<Toast, 'tone' | 'action' | 'forMs'>>): number {
  const { tone = 'info', action = null } = words;
  const forMs = words.forMs === undefined ? (tone === 'error' ? null : action ? LONG_MS : SHORT_MS) : words.forMs;
  lastId += 1;
  const next: Toast = { ...words, id: lastId, tone, action, forMs };
  useToasts.setState(({ toasts }) => ({ toasts: withRoom([...toasts, next]) }));
  return next.id;
}

/**
 * For deletions: says what is gone, with a button that brings it back. `undo` runs once at most, also by the command
 * "Undo" when the toast has gone.
 */
export function announceUndo(words: ToastWords, undo: () => void): void {
  const id: number = toast({ ...words, action: { key: 'toast.undo', run: () => runUndo(id) } });
  useToasts.setState(({ undos }) => ({ undos: [...undos, { id, run: undo }].slice(-MOST_UNDOS) }));
}

/** Takes back the newest deletion, if any. */
export function undoLast(): void {
  const newest = useToasts.getState().undos.at(-1);
  if (newest) runUndo(newest.id);
}

function withRoom(toasts: Toast[]): Toast[] {
  if (toasts.length <= MOST) return toasts;
  const goes = toasts.find(({ tone }) => tone !== 'error') ?? toasts[0];
  return toasts.filter((each) => each !== goes);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }));
}

function runUndo(id: number): void {
  const found = useToasts.getState().undos.find((undo) => undo.id === id);
  dismissToast(id);
  useToasts.setState(({ undos }) => ({ undos: undos.filter((undo) => undo.id !== id) }));
  found?.run();
}
