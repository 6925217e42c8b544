import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { announceUndo, toast, undoLast, useToasts } from '../../src/state/toasts.ts';
import { Toasts } from '../../src/ui/toasts.tsx';
import { benchWith } from '../harness.ts';

beforeEach(() => {
  benchWith({});
  useToasts.setState(useToasts.getInitialState(), true);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const shown = () => screen.queryAllByRole('listitem').map((item) => item.textContent);

describe('toasts', () => {
  test('leave the focus where it is', () => {
    render(
      <>
        <input aria-label="work" />
        <Toasts />
      </>,
    );
    screen.getByLabelText('work').focus();
    act(() => announceUndo({ key: 'copied' }, () => undefined));
    expect(screen.getByRole('button', { name: 'Undo' })).toBeDefined();
    expect(document.activeElement).toBe(screen.getByLabelText('work'));
  });

  test('go after their time, which stands still while the pointer or the focus is on one of them', () => {
    render(<Toasts />);
    act(() => void toast({ key: 'copied', forMs: 1_000 }));
    act(() => void vi.advanceTimersByTime(600));
    fireEvent.pointerEnter(screen.getByRole('region'));
    act(() => void vi.advanceTimersByTime(5_000));
    expect(shown()).toHaveLength(1);
    act(() => screen.getByRole('button', { name: 'Dismiss' }).focus());
    fireEvent.pointerLeave(screen.getByRole('region'));
    act(() => void vi.advanceTimersByTime(5_000));
    expect(shown()).toHaveLength(1);
    act(() => screen.getByRole('button', { name: 'Dismiss' }).blur());
    act(() => void vi.advanceTimersByTime(600));
    expect(shown()).toHaveLength(0);
  });

  test('are three at most, the newest ones, and an error stays', () => {
    render(<Toasts />);
    act(() => {
      toast({ key: 'copied' });
      toast({ key: 'copyFailed', tone: 'error' });
      toast({ key: 'pane.streams' });
      toast({ key: 'pane.rpc' });
      toast({ key: 'pane.devices' });
    });
    expect(shown()).toEqual(['Could not copy: the clipboard refused', 'RPC', 'Devices']);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(shown()).toEqual(['Could not copy: the clipboard refused']);
  });

  test('are dismissed by Esc, and the focus goes back to where it came from', () => {
    render(
      <>
        <input aria-label="work" />
        <Toasts />
      </>,
    );
    screen.getByLabelText('work').focus();
    act(() => void toast({ key: 'copied' }));
    act(() => {
      fireEvent.focus(screen.getByRole('button', { name: 'Dismiss' }), {
        relatedTarget: screen.getByLabelText('work'),
      });
      screen.getByRole('button', { name: 'Dismiss' }).focus();
    });
    fireEvent.keyDown(screen.getByRole('button', { name: 'Dismiss' }), { key: 'Escape' });
    expect(shown()).toHaveLength(0);
    expect(document.activeElement).toBe(screen.getByLabelText('work'));
  });
});

describe('undo', () => {
  test('runs once, by its button', () => {
    const undo = vi.fn<() => void>();
    render(<Toasts />);
    act(() => announceUndo({ key: 'copied' }, undo));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    act(() => undoLast());
    expect(undo).toHaveBeenCalledTimes(1);
    expect(shown()).toHaveLength(0);
  });

  test('is there when its toast has gone, newest first', () => {
    const done: string[] = [];
    render(<Toasts />);
    act(() => {
      announceUndo({ key: 'copied' }, () => void done.push('first'));
      announceUndo({ key: 'copied' }, () => void done.push('second'));
      vi.advanceTimersByTime(60_000);
    });
    act(() => {
      undoLast();
      undoLast();
      undoLast();
    });
    expect(done).toEqual(['second', 'first']);
  });
});
