import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { Listbox } from '../../src/ui/listbox.tsx';
import { benchWith } from '../harness.ts';

beforeEach(() => benchWith({}));

const names = ['battery', 'body', 'camera'];

const copied = vi.fn<(name: string) => void>();

function Names() {
  const [selected, setSelected] = useState(-1);
  return (
    <Listbox
      label="Names"
      items={names}
      keyOf={(name) => name}
      textOf={(name) => name}
      selected={selected}
      onSelect={(name) => setSelected(names.indexOf(name))}
      className="list"
      rowClassName="row"
      menuOf={(name) => [{ id: 'm', actions: [{ id: 'copy', label: `Copy ${name}`, run: () => copied(name) }] }]}
    >
      {(name) => <span>{name}</span>}
    </Listbox>
  );
}

const selected = () =>
  screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')?.textContent;

test('arrows, End and letters move the choice, and the list names the active row', () => {
  render(<Names />);
  const list = screen.getByRole('listbox', { name: 'Names' });
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  expect(selected()).toBe('battery');
  fireEvent.keyDown(list, { key: 'End' });
  expect(selected()).toBe('camera');
  fireEvent.keyDown(list, { key: 'b' });
  expect(selected()).toBe('battery');
  expect(list.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('option')[0]?.id);
});

test('a click chooses, wherever in the row', () => {
  render(<Names />);
  fireEvent.click(screen.getByText('body'));
  expect(selected()).toBe('body');
});

test('keys with a modifier are left to the window', () => {
  render(<Names />);
  const event = fireEvent.keyDown(screen.getByRole('listbox'), { key: 'b', ctrlKey: true });
  expect(event).toBe(true);
  expect(selected()).toBeUndefined();
});

test('the right button chooses a row and opens its menu; the menu key opens that of the chosen one', async () => {
  render(<Names />);
  fireEvent.contextMenu(screen.getByText('body'));
  expect(selected()).toBe('body');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy body' }));
  await waitFor(() => expect(screen.queryByRole('menuitem')).toBeNull());
  fireEvent.keyDown(screen.getByRole('listbox'), { key: 'ArrowDown' });
  fireEvent.contextMenu(screen.getByRole('listbox'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy camera' }));
  expect(copied.mock.calls).toEqual([['body'], ['camera']]);
});

test('rows of two lists with one name have ids of their own', () => {
  render(
    <>
      <Names />
      <Names />
    </>,
  );
  const ids = screen.getAllByRole('option').map((row) => row.id);
  expect(new Set(ids).size).toBe(ids.length);
});
