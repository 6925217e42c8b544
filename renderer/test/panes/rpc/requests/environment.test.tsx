import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { BenchApi, Environment } from '../../../../../testbench/contract.ts';
import { EnvironmentSelect } from '../../../../src/panes/rpc/requests/environment-select.tsx';
import { toDrafts, type VariableLine, wrongIn } from '../../../../src/panes/rpc/requests/variable-table.tsx';
import { applyBatch } from '../../../../src/state/events.ts';
import { answers, benchWith } from '../../../harness.ts';

const line = (change: Partial<VariableLine>): VariableLine => ({
  key: crypto.randomUUID(),
  was: null,
  name: 'a',
  kind: 'text',
  value: '',
  stored: false,
  ...change,
});

test('names that are none or twice there, and JSON that is none, are told; blank lines are left out', () => {
  const lines = [
    line({ name: 'a b' }),
    line({}),
    line({}),
    line({ name: 'c', kind: 'json', value: '{' }),
    line({ name: '' }),
  ];
  expect(wrongIn(lines)).toEqual(['name', null, 'twice', 'json', null]);
  expect(toDrafts([line({ name: '' })])).toEqual([]);
});

test('a secret that is stored is kept where no other one is written, also under another name', () => {
  const stored = line({ was: 'token', name: 'key', kind: 'secret', stored: true });
  expect(toDrafts([stored, line({ was: 'token', kind: 'secret', stored: true, value: 'new' })])).toEqual([
    { name: 'key', kind: 'secret', value: null, was: 'token' },
    { name: 'a', kind: 'secret', value: 'new', was: 'token' },
  ]);
});

test('the dialog edits the environment that is chosen, and never shows a secret', async () => {
  const environment: Environment = {
    name: 'Lab',
    problem: null,
    variables: [
      { name: 'speed', kind: 'json', value: '42', stored: false },
      { name: 'token', kind: 'secret', value: null, stored: true },
    ],
  };
  const saveEnvironment = vi.fn<BenchApi['saveEnvironment']>(() => answers('Lab'));
  benchWith({ readEnvironment: () => answers(environment), saveEnvironment });
  applyBatch({
    environments: { list: [{ name: 'Lab', problem: null }], chosen: 'Lab', variables: environment.variables },
  });
  render(<EnvironmentSelect />);
  fireEvent.click(screen.getByRole('button', { name: 'Edit environments' }));
  const value = await screen.findByLabelText<HTMLInputElement>('Value of token');
  expect(value.value).toBe('');
  expect(value.placeholder).toBe('Stored on this computer');
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save environment' });
  fireEvent.change(screen.getByLabelText('Value of speed'), { target: { value: '{' } });
  expect(save.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Value of speed'), { target: { value: '43' } });
  fireEvent.click(save);
  await waitFor(() =>
    expect(saveEnvironment).toHaveBeenCalledWith({
      name: 'Lab',
      to: 'Lab',
      variables: [
        { name: 'speed', was: 'speed', kind: 'json', value: '43' },
        { name: 'token', was: 'token', kind: 'secret', value: null },
      ],
    }),
  );
});
