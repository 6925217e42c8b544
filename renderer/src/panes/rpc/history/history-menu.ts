import type { CallRecord, CallSummary } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { copyText } from '../../../copy.ts';
import type { Translate } from '../../../i18n.ts';
import { announceUndo, toast } from '../../../state/toasts.ts';
import type { ActionGroup } from '../../../ui/menu.tsx';
import { commandLine } from './command-line.ts';
import { loadCall } from './step.ts';

/** What can be done with a call of the history. */
export function historyMenu(
  tab: string,
  call: CallSummary,
  t: Translate,
  onSave: (call: CallSummary) => void,
): ActionGroup[] {
  return [
    {
      id: 'call',
      actions: [
        { id: 'load', label: t('rpc.load'), keys: 'Enter', run: () => void loadCall(tab, call.id) },
        { id: 'save', label: t('rpc.saveCall'), run: () => onSave(call) },
      ],
    },
    {
      id: 'copy',
      actions: [
        { id: 'url', label: t('rpc.copyUrl'), run: () => void copyText(call.url) },
        { id: 'line', label: t('rpc.copyCommand'), run: () => void copyOf(call.id, commandLine) },
        { id: 'request', label: t('rpc.copyRequest'), run: () => void copyOf(call.id, requestJson) },
        {
          id: 'answer',
          label: t('rpc.copyAnswer'),
          disabled: call.status === null,
          run: () => void copyOf(call.id, answerText),
        },
      ],
    },
    {
      id: 'delete',
      actions: [{ id: 'delete', label: t('rpc.deleteCall'), keys: 'Delete', run: () => void deleteCalls([call]) }],
    },
  ];
}

export async function deleteCalls(calls: CallSummary[]): Promise<void> {
  const result = await bench().deleteCalls({ ids: calls.map(({ id }) => id) });
  if (result.ok) announceUndo({ key: 'rpc.callDeleted', values: { url: calls[0]?.url ?? '' } }, bringBack);
  else toast({ key: `error.${result.error.code}.title`, tone: 'error' });
}

export async function clearCalls(total: number): Promise<void> {
  const result = await bench().clearCalls(undefined);
  if (result.ok) announceUndo({ key: 'rpc.historyCleared', values: { count: total } }, bringBack);
  else toast({ key: `error.${result.error.code}.title`, tone: 'error' });
}

const bringBack = (): void => void bench().bringBackCalls(undefined);

async function copyOf(id: string, write: (record: CallRecord) => string): Promise<void> {
  const result = await bench().readCall({ id });
  if (result.ok) await copyText(write(result.value));
}

const requestJson = ({ draft }: CallRecord): string => JSON.stringify(draft, null, 2);

const answerText = ({ answer }: CallRecord): string => answer?.text ?? '';
