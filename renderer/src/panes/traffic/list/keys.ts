import type { KeyboardEvent } from 'react';
import { copyPicked, cursorRow, goToProblem, jumpToPair, toggleMarks } from '../../../traffic/act.ts';
import { follow, pick, togglePause, useList } from '../../../traffic/list.ts';
import { ROW_HEIGHT, type Span } from '../../../traffic/viewport.ts';
import { moved } from '../../../ui/list-keys.ts';
import { cycleTimeMode } from './menus.ts';

/** Keys of the list; each has its place in a menu or a button as well, and in the list of keys. */
export function onGridKey(event: KeyboardEvent, { span }: { span: Span }): void {
  if (event.target !== event.currentTarget) return;
  if (withModifier(event, span) || letter(event) || move(event, span)) event.preventDefault();
}

function withModifier(event: KeyboardEvent, span: Span): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (event.code === 'KeyC') void copyPicked(event.shiftKey ? 'hex' : 'json');
  else if (event.code === 'KeyA' && span.end > span.first)
    useList.setState({ picked: { anchor: span.first, cursor: span.end - 1 }, following: false });
  else return false;
  return true;
}

function letter(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case ' ':
      togglePause();
      return true;
    case 'm':
    case 'M':
      void toggleMarks();
      return true;
    case 'j':
    case 'J':
      void jumpToPair(cursorRow());
      return true;
    case 'n':
      void goToProblem(1);
      return true;
    case 'N':
      void goToProblem(-1);
      return true;
    case 't':
    case 'T':
      cycleTimeMode();
      return true;
    default:
      return false;
  }
}

function move(event: KeyboardEvent, span: Span): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const page = Math.max(1, Math.floor(span.height / ROW_HEIGHT) - 1);
  const { picked } = useList.getState();
  const at = picked ? Math.max(-1, picked.cursor - span.first) : -1;
  const to = moved(event.key, at, span.end - span.first, page);
  if (to === null) return false;
  pick(span.first + to, event.shiftKey);
  if (event.key === 'End' && !event.shiftKey) follow();
  return true;
}
