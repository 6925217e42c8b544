import { bench } from '../bench.ts';
import type { Command } from '../frame/commands.ts';
import { openDialog } from '../frame/open-dialog.ts';
import { useDiagnosis } from './diagnosis.ts';

export const diagnosisCommands: Command[] = [
  { id: 'report', title: 'diagnosis.report', group: 'keys.help', run: () => openDialog('report') },
  { id: 'logs', title: 'diagnosis.showLogs', group: 'keys.help', run: () => void bench().showLogs(undefined) },
  {
    id: 'safe-mode',
    title: 'diagnosis.restartSafely',
    group: 'keys.help',
    when: () => !useDiagnosis.getState().safeMode,
    run: () => openDialog('safe-mode'),
  },
  {
    id: 'safe-mode.leave',
    title: 'diagnosis.leaveSafeMode',
    group: 'keys.help',
    when: () => useDiagnosis.getState().safeMode,
    run: leaveSafeMode,
  },
];

export function leaveSafeMode(): void {
  void bench().restart({ safeMode: false });
}
