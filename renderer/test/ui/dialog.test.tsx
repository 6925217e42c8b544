import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Dialog } from '../../src/ui/dialog.tsx';
import { benchWith } from '../harness.ts';

test('one Esc closes a dialog, also from its button, whose tooltip would take the key', async () => {
  benchWith({});
  const onOpenChange = vi.fn<(open: boolean) => void>();
  await act(async () =>
    render(
      <Dialog title="Keys" open onOpenChange={onOpenChange}>
        text
      </Dialog>,
    ),
  );
  const button = screen.getByRole('button', { name: 'Close' });
  act(() => button.focus());
  fireEvent.keyDown(button, { key: 'Escape' });
  expect(onOpenChange).toHaveBeenCalledWith(false);
});
