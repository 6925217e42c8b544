import { createEvent, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTabsUnderFields } from '../../src/frame/fields-over-tabs.ts';
import { FIELD_TYPE } from '../../src/payload/fields/drag.ts';

let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div class="flexlayout__tab_button"><span>Plots</span></div><p>Inspector</p>';
  end = openTabsUnderFields();
});

afterEach(() => {
  end();
  vi.useRealTimers();
});

test('a tab that a field is held over is opened, once', () => {
  const opened = opens();
  over('span', FIELD_TYPE);
  vi.advanceTimersByTime(300);
  expect(opened).not.toHaveBeenCalled();
  over('span', FIELD_TYPE);
  vi.advanceTimersByTime(200);
  over('span', FIELD_TYPE);
  vi.advanceTimersByTime(1_000);
  expect(opened).toHaveBeenCalledOnce();
});

test('a tab stays closed where one only passes, lets go, or drags something else', () => {
  const opened = opens();
  over('span', FIELD_TYPE);
  over('p', FIELD_TYPE);
  vi.advanceTimersByTime(1_000);
  over('span', 'Files');
  vi.advanceTimersByTime(1_000);
  for (const name of ['dragEnd', 'drop', 'pointerMove'] as const) {
    over('span', FIELD_TYPE);
    fireEvent[name](document.body);
    vi.advanceTimersByTime(1_000);
  }
  expect(opened).not.toHaveBeenCalled();
});

function opens() {
  const opened = vi.fn<() => void>();
  document.querySelector('.flexlayout__tab_button')?.addEventListener('click', opened);
  return opened;
}

function over(selector: string, type: string): void {
  const target = document.querySelector(selector) as Element;
  const event = createEvent.dragOver(target);
  Object.defineProperty(event, 'dataTransfer', { value: { types: [type] } });
  fireEvent(target, event);
}
