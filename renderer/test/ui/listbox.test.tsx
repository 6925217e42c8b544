import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { Listbox } from '../../src/ui/listbox.tsx';
import { benchWith } from '../harness.ts';

beforeEach(() => benchWith({}));

const names = ['battery', 'body', 'camera'];

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
