import { act, fireEvent, render, waitFor } from '@testing-library/react';
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
import { loadModel, tabsOf } from '../../src/frame/dock-model.ts';
import { useDock } from '../../src/frame/dock-store.ts';
import { useFrameSettings } from '../../src/frame/frame-settings.ts';
import { unopenedCommands } from '../../src/frame/unopened-commands.ts';
import { PaneContext } from '../../src/panes/pane-context.ts';
import { useToasts } from '../../src/state/toasts.ts';
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
  useToasts.setState(useToasts.getInitialState(), true);
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

const forget = () => unopenedCommands().find(({ id }) => id === 'subscriptions.forgetTopics');
const pane = () => tabsOf(useDock.getState().model).find((tab) => tab.getId() === 'subscriptions');
const there = (change: Partial<Command>) =>
  registerCommands([command({ id: 'subscriptions.forgetTopics', title: 'subscriptions.forgetTopics', ...change })]);

describe('a command of a pane that was not opened yet', () => {
  beforeEach(() => useDock.setState({ model: loadModel(null, 1_440) }));

  test('opens the pane, and is done once it is there', async () => {
    const run = vi.fn<() => void>();
    forget()?.run();
    expect(pane()?.isSelected()).toBe(true);
    registerCommands([command({ id: 'another' })]);
    there({ run });
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1));
    expect(forget()).toBeUndefined();
    registerCommands([command({ id: 'and-another' })]);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('says so where it turns out that it cannot be done now', async () => {
    const run = vi.fn<() => void>();
    forget()?.run();
    there({ run, when: () => false });
    await waitFor(() => expect(useToasts.getState().toasts.map(({ key }) => key)).toEqual(['palette.notNow']));
    expect(run).not.toHaveBeenCalled();
  });

  test('has the keys that the user gave it, but not those that ship, which are for what stands in the pane', async () => {
    const run = vi.fn<() => void>();
    useFrameSettings.getState().setKeys({ 'subscriptions.forgetTopics': ['F9'] });
    const { container } = render(<Keys />);
    fireEvent.keyDown(container, { key: 'Enter', code: 'Enter', ctrlKey: true });
    expect(
      tabsOf(useDock.getState().model)
        .find((tab) => tab.getId() === 'rpc')
        ?.isSelected(),
    ).toBe(false);
    fireEvent.keyDown(container, { key: 'F9', code: 'F9' });
    there({ run });
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1));
  });
});
