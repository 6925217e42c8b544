import type { Dialog } from 'electron';
import type { NativeWords } from './words.ts';

export interface CrashDialogOptions {
  dialog: Pick<Dialog, 'showMessageBox'>;
  words: NativeWords;
  title: 'crashed' | 'notStarted';
  /** More of what happened, as it is. */
  detail?: string;
  saveReport?: () => Promise<void>;
  restart: (options: { safeMode: boolean }) => void;
  quit: () => void;
}

/** For when there is no page that could say it: leads to a report, to a start anew, or to the end. */
export async function crashDialog(options: CrashDialogOptions): Promise<void> {
  const { dialog, words, title, detail, saveReport, restart, quit } = options;
  const choices = [
    ...(saveReport ? [{ label: words.report, run: saveReport, asksAgain: true }] : []),
    { label: words.restart, run: () => restart({ safeMode: false }) },
    { label: words.restartSafely, run: () => restart({ safeMode: true }) },
    { label: words.quit, run: quit },
  ];
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: words[title],
      detail: [words[`${title}What`], detail].filter(Boolean).join('\n\n'),
      buttons: choices.map(({ label }) => label),
      defaultId: choices.findIndex(({ label }) => label === words.restart),
      cancelId: choices.length - 1,
      noLink: true,
    });
    const choice = choices[response] ?? choices.at(-1);
    await choice?.run();
    if (!choice || !('asksAgain' in choice)) return;
  }
}
