import { act, fireEvent, render } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useCommandKeys } from '../../src/frame/bindings.ts';
import {
  type Command,
  currentCommands,
  followFocus,
  registerCommands,
  useCommand,
  useCommands,
} from '../../src/frame/commands.ts';
import { useFrameSettings } from '../../src/frame/frame-settings.ts';
import { PaneContext } from '../../src/panes/pane-context.ts';
import { benchWith } from '../harness.ts';

const command = (change: Partial<Command> = {}): Command => ({
  id: 'test',
  title: 'copied',
  group: 'keys.window',
  keys: ['Mod+J'],
  run: () => undefined,
  ...change,
});

const ctrlJ = { key: 'j', code: 'KeyJ', ctrlKey: true };

function Keys() {
  useCommandKeys();
  return <input aria-label="field" />;
}

beforeEach(() => {
  benchWith({});
  useCommands.setState({ registered: [] });
  useFrameSettings.setState(useFrameSettings.getInitialState(), true);
});

describe('a command', () => {
  test('runs by its keys, also from a field, and nothing else hears of them', () => {
    const run = vi.fn<() => void>();
    const heard = vi.fn<() => void>();
    registerCommands([command({ run })]);
    const { getByLabelText } = render(<Keys />);
    getByLabelText('field').addEventListener('keydown', heard);
    const went = fireEvent.keyDown(getByLabelText('field'), ctrlJ);
    expect(run).toHaveBeenCalledTimes(1);
    expect(heard).not.toHaveBeenCalled();
    expect(went).toBe(false);
  });

  test('leaves its keys alone where it cannot be done, under a dialog, and where they would be typed', () => {
    const run = vi.fn<() => void>();
    registerCommands([
      command({ id: 'not-now', run, when: () => false }),
      command({ id: 'typed', keys: ['?'], run }),
      command({ id: 'undo', keys: ['Mod+Z'], notWhileTyping: true, run }),
      command({ id: 'under', keys: ['Mod+U'], run }),
    ]);
    const { getByLabelText, container } = render(<Keys />);
    const field = getByLabelText('field');
    fireEvent.keyDown(field, ctrlJ);
    fireEvent.keyDown(field, { key: '?', code: 'Slash', shiftKey: true });
    fireEvent.keyDown(field, { key: 'z', code: 'KeyZ', ctrlKey: true });
    const dialog = document.createElement('div');
    dialog.className = 'dialog';
    container.append(dialog);
    fireEvent.keyDown(container, { key: 'u', code: 'KeyU', ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  test('has the keys that the user gave it, and those alone', () => {
    const run = vi.fn<() => void>();
    registerCommands([command({ run })]);
    useFrameSettings.getState().setKeys({ test: ['F9'] });
    const { container } = render(<Keys />);
    fireEvent.keyDown(container, ctrlJ);
    expect(run).not.toHaveBeenCalled();
    fireEvent.keyDown(container, { key: 'F9', code: 'F9' });
    expect(run).toHaveBeenCalledTimes(1);
  });
});

function PaneWithCommand({ tab, run }: { tab: string; run: () => void }) {
  return (
    <PaneContext value={{ id: tab, pinnedTo: null }}>
      <section data-pane={tab} aria-label={tab} tabIndex={-1}>
        <WithCommand run={run} />
      </section>
    </PaneContext>
  );
}

function WithCommand({ run }: { run: () => void }) {
  useCommand(command({ run }));
  return null;
}

describe('of two tabs with the same command', () => {
  test('the one that had the focus last runs it', () => {
    const stop = followFocus();
    const [one, other] = [vi.fn<() => void>(), vi.fn<() => void>()];
    const { getByLabelText, unmount } = render(
      <>
        <PaneWithCommand tab="rpc" run={one} />
        <PaneWithCommand tab="rpc@d1" run={other} />
      </>,
    );
    act(() => getByLabelText('rpc').focus());
    currentCommands()[0]?.run();
    act(() => getByLabelText('rpc@d1').focus());
    currentCommands()[0]?.run();
    currentCommands()[0]?.run();
    expect([one, other].map((run) => run.mock.calls.length)).toEqual([1, 2]);
    unmount();
    expect(currentCommands()).toEqual([]);
    stop();
  });
});
