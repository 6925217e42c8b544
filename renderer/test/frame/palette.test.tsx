import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { registerCommands, useCommands } from '../../src/frame/commands.ts';
import { useFrameSettings } from '../../src/frame/frame-settings.ts';
import { openDialog } from '../../src/frame/open-dialog.ts';
import { Palette } from '../../src/frame/palette/palette.tsx';
import { registerPaletteProvider } from '../../src/frame/palette/provider.ts';
import { ownProviders } from '../../src/frame/palette/providers.ts';
import { useDevices } from '../../src/state/devices.ts';
import { useSettings } from '../../src/state/settings.ts';
import { mergeTopics } from '../../src/state/topics.ts';
import { benchWith, device, topic } from '../harness.ts';

const run = vi.fn<() => void>();

beforeEach(() => {
  benchWith({});
  run.mockClear();
  useCommands.setState({ registered: [] });
  useFrameSettings.setState(useFrameSettings.getInitialState(), true);
  ownProviders.forEach(registerPaletteProvider);
  registerCommands([
    { id: 'rail', title: 'keys.rail', group: 'keys.view', keys: ['Mod+B'], run },
    { id: 'zoom.in', title: 'zoom.in', group: 'keys.view', run },
    { id: 'never', title: 'zoom.out', group: 'keys.view', when: () => false, run },
  ]);
  useDevices.setState({ devices: [device(), device({ id: 'd2', name: 'Body controller' })] });
  mergeTopics([topic({ url: '/vehicle/speed' })]);
});

function open() {
  render(<Palette />);
  act(() => openDialog('palette'));
  return screen.getByRole('combobox');
}

const rows = () => screen.queryAllByRole('option').map((row) => row.querySelector('.palette-text')?.textContent);
const active = (field: HTMLElement) => document.getElementById(field.getAttribute('aria-activedescendant') ?? '');

describe('the palette', () => {
  test('lists commands that can be done now, with their keys, and devices', () => {
    open();
    expect(rows()).toEqual(['Expand or collapse the rail', 'Zoom in', 'Go to Gateway', 'Go to Body controller']);
    expect(screen.getAllByRole('option')[0]?.textContent).toContain('Ctrl+B');
  });

  test('finds by some letters: commands, also of panes that were not opened yet, what can be done with a device, topics', () => {
    const field = open();
    fireEvent.change(field, { target: { value: 'rail exp' } });
    expect(rows()[0]).toBe('Expand or collapse the rail');
    fireEvent.change(field, { target: { value: 'disc body' } });
    expect(rows()[0]).toBe('Disconnect Body controller');
    fireEvent.change(field, { target: { value: 'vehspeed' } });
    expect(rows()[0]).toBe('/vehicle/speed');
    fireEvent.change(field, { target: { value: 'clear the traffic' } });
    expect(rows()[0]).toBe('Clear the traffic');
    fireEvent.change(field, { target: { value: 'qqqq' } });
    expect(rows()).toEqual([]);
    expect(screen.getByText('Nothing is called like that.')).toBeDefined();
  });

  test('finds by English words too where the window speaks Chinese', () => {
    useSettings.setState({ language: 'zh' });
    const field = open();
    fireEvent.change(field, { target: { value: 'zoom' } });
    expect(rows()[0]).toBe('放大');
    fireEvent.change(field, { target: { value: '放' } });
    expect(rows()[0]).toBe('放大');
  });

  test('is driven by arrows and Enter, says where it stands, and runs when it has closed', async () => {
    const field = open();
    expect(active(field)?.textContent).toContain('rail');
    fireEvent.keyDown(field, { key: 'ArrowUp' });
    expect(active(field)?.textContent).toContain('Body controller');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(active(field)?.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(run).toHaveBeenCalledTimes(1));
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  test('has what was used last on top the next time', () => {
    useFrameSettings.getState().used('zoom.in');
    useFrameSettings.getState().used('gone');
    open();
    expect(rows()[0]).toBe('Zoom in');
    expect(rows().filter((text) => text === 'Zoom in')).toHaveLength(1);
    expect(screen.getAllByRole('option')[0]?.textContent).toContain('recently used');
  });

  test('takes entries of others', () => {
    const take = registerPaletteProvider({
      id: 'requests',
      items: () => [{ id: 'r1', text: 'Set the speed', detail: '/speed', group: 'pane.rpc', run }],
    });
    const field = open();
    fireEvent.change(field, { target: { value: 'set speed' } });
    expect(rows()[0]).toBe('Set the speed');
    take();
  });
});
