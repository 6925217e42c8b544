import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { registerCommands, useCommands } from '../../src/frame/commands.ts';
import { useFrameSettings } from '../../src/frame/frame-settings.ts';
import { openDialog } from '../../src/frame/open-dialog.ts';
import { ShortcutsDialog } from '../../src/frame/shortcuts/shortcuts-dialog.tsx';
import { benchWith } from '../harness.ts';

const run = () => undefined;

beforeEach(() => {
  benchWith({});
  useCommands.setState({ registered: [] });
  useFrameSettings.setState(useFrameSettings.getInitialState(), true);
  registerCommands([
    { id: 'rail', title: 'keys.rail', group: 'keys.view', keys: ['Mod+B'], run },
    { id: 'zoom.in', title: 'zoom.in', group: 'keys.view', keys: ['Mod+Plus'], run },
  ]);
  render(<ShortcutsDialog />);
  act(() => openDialog('shortcuts'));
});

const keysGiven = () => useFrameSettings.getState().keys;

function change(command: string) {
  fireEvent.click(screen.getByRole('button', { name: `Change the keys of: ${command}` }));
  return screen.getByRole('button', { name: `Press the new keys for: ${command}` });
}

describe('the list of shortcuts', () => {
  test('is searched by name and by keys, and has those that are fixed', () => {
    const field = screen.getByRole('textbox', { name: 'Search by name or keys' });
    fireEvent.change(field, { target: { value: 'ctrl+b' } });
    expect(screen.getAllByRole('listitem').map((row) => row.textContent)).toEqual([
      expect.stringContaining('Expand or collapse the rail'),
    ]);
    fireEvent.change(field, { target: { value: 'pgup' } });
    expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('fixed');
  });

  test('has the commands of panes that were not opened yet, and knows that their keys are taken', () => {
    expect(screen.getByRole('button', { name: 'Change the keys of: Save request' })).toBeDefined();
    fireEvent.keyDown(change('Zoom in'), { key: 's', code: 'KeyS', ctrlKey: true });
    expect(screen.getByRole('alert').textContent).toBe('Ctrl+S is already: Save request');
    expect(keysGiven()).toEqual({});
  });

  test('gives a command the keys that are pressed', () => {
    fireEvent.keyDown(change('Zoom in'), { key: 'F9', code: 'F9' });
    expect(keysGiven()).toEqual({ 'zoom.in': ['F9'] });
    expect(screen.queryByRole('button', { name: /^Press/ })).toBeNull();
  });

  test('says which command has the keys already, and takes them over if one wants', () => {
    fireEvent.keyDown(change('Zoom in'), { key: 'b', code: 'KeyB', ctrlKey: true });
    expect(screen.getByRole('alert').textContent).toBe('Ctrl+B is already: Expand or collapse the rail');
    expect(keysGiven()).toEqual({});
    fireEvent.click(screen.getByRole('button', { name: 'Use them here' }));
    expect(keysGiven()).toEqual({ 'zoom.in': ['Mod+B'], rail: [] });
  });

  test('refuses keys of the system, of text and of a pane, in words', () => {
    const field = change('Zoom in');
    fireEvent.keyDown(field, { key: 'F10', code: 'F10' });
    expect(screen.getByRole('alert').textContent).toBe('F10 belongs to the system.');
    fireEvent.keyDown(field, { key: 'c', code: 'KeyC', ctrlKey: true });
    expect(screen.getByRole('alert').textContent).toContain('needed to write and to copy');
    fireEvent.keyDown(field, { key: ' ', code: 'Space', ctrlKey: true });
    expect(screen.getByRole('alert').textContent).toContain('Complete a filter');
    fireEvent.keyDown(field, { key: 'g', code: 'KeyG', ctrlKey: true });
    expect(screen.getByRole('alert').textContent).toMatch(/^Ctrl\+G is always: .+ \(Traffic\)$/);
    expect(keysGiven()).toEqual({});
  });

  test('Esc cancels the change and leaves the list open', () => {
    fireEvent.keyDown(change('Zoom in'), { key: 'Escape', code: 'Escape' });
    expect(keysGiven()).toEqual({});
    expect(screen.getByRole('dialog')).toBeDefined();
  });

  test('brings back the keys that ship, of one command and of all', () => {
    act(() => useFrameSettings.getState().setKeys({ 'zoom.in': ['Mod+B'], rail: [] }));
    fireEvent.click(screen.getByRole('button', { name: 'Back to the keys that ship: Expand or collapse the rail' }));
    expect(keysGiven()).toEqual({ 'zoom.in': [] });
    fireEvent.click(screen.getByRole('button', { name: 'Reset all' }));
    expect(keysGiven()).toEqual({});
  });
});
