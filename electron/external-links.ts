import type { BrowserWindow, MessageBoxOptions, Shell } from 'electron';
import type { NativeWords } from './words.ts';

/** As much of an address as a dialog can show whole. */
const LONGEST = 2_048;

export interface LinkOptions {
  window: () => BrowserWindow;
  dialog: { showMessageBox(window: BrowserWindow, options: MessageBoxOptions): Promise<{ response: number }> };
  shell: Pick<Shell, 'openExternal'>;
  words: () => NativeWords;
  say: (message: string) => void;
}

/** What is done with links that lead out of the app: the browser opens those of the web, once the user has seen the whole address and agreed. */
export function externalLinks({ window, dialog, shell, words, say }: LinkOptions): (url: string) => Promise<void> {
  let asking = false;
  return async (url) => {
    const target = webAddress(url);
    if (target === null) return say(`link to ${url.slice(0, 200)} denied`);
    // Whoever asks again and again is not to wear the user down.
    if (asking) return say(`link to ${target.host} denied: another one waits for an answer`);
    asking = true;
    const { openLink, openLinkWhat, open, cancel } = words();
    try {
      const { response } = await dialog.showMessageBox(window(), {
        type: 'question',
        message: openLink(target.host),
        detail: `${openLinkWhat}\n\n${target.href}`,
        buttons: [open, cancel],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) await shell.openExternal(target.href);
    } catch (error) {
      say(`link to ${target.host} was not opened: ${String(error)}`);
    } finally {
      asking = false;
    }
  };
}

/** As the browser will read it, with everything in ASCII that could pass for something else; null where it is none of the web. */
function webAddress(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const target = new URL(url);
  const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
  // A name before the host is there to deceive.
  if (!isWeb || target.username !== '' || target.password !== '' || target.href.length > LONGEST) return null;
  return target;
}
