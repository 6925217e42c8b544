import type { Transfer } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import type { Translate } from '../../i18n.ts';
import type { ActionGroup } from '../../ui/menu.tsx';
import { fillFrom, order, removeTransfer } from './act.ts';
import { isActive } from './describe.ts';

/** What can be done with a transfer; what its state does not allow is disabled, so that nothing moves. */
export function transferMenu(tab: string, transfer: Transfer, t: Translate): ActionGroup[] {
  const { id, state, file, received, sent } = transfer;
  const paused = state.name === 'paused';
  const sha256 = received.sha256 ?? sent.sha256;
  return [
    {
      id: 'run',
      actions: [
        {
          id: 'pause',
          label: t(paused ? 'streams.resume' : 'streams.pause'),
          disabled: !paused && state.name !== 'running',
          run: () => void order(paused ? 'resumeTransfer' : 'pauseTransfer', id),
        },
        {
          id: 'stop',
          label: t('streams.stop'),
          disabled: !canStop(transfer),
          run: () => void order('stopTransfer', id),
        },
        {
          id: 'cancel',
          label: t('cancel'),
          disabled: !canCancel(transfer),
          run: () => void order('cancelTransfer', id),
        },
        {
          id: 'again',
          label: t('streams.startAgain'),
          disabled: isActive(transfer),
          run: () => void order('restartTransfer', id),
        },
      ],
    },
    {
      id: 'take',
      actions: [
        {
          id: 'show',
          label: t('streams.show'),
          disabled: file === null,
          run: () => void order('showTransferFile', id),
        },
        { id: 'path', label: t('copyPath'), disabled: file === null, run: () => void copyText(file?.path ?? '') },
        { id: 'sha', label: t('streams.copySha'), disabled: sha256 === null, run: () => void copyText(sha256 ?? '') },
        { id: 'use', label: t('streams.useAgain'), run: () => void fillFrom(tab, id) },
      ],
    },
    {
      id: 'end',
      actions: [{ id: 'remove', label: t('streams.remove'), keys: 'Delete', run: () => void removeTransfer(transfer) }],
    },
  ];
}

/** What only receives can be ended where it is; what is sent is whole or not. */
export const canStop = ({ state, send, sent }: Transfer): boolean =>
  (state.name === 'running' || state.name === 'paused') && (send === null || sent.bytes === sent.total);

export const canCancel = ({ state }: Transfer): boolean =>
  ['asking', 'linking', 'running', 'paused'].includes(state.name);
