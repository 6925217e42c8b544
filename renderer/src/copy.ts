import { announce } from './state/announce.ts';

/** Puts text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  announce((await wrote(text)) ? 'copied' : 'copyFailed');
}

async function wrote(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return wroteThroughSelection(text);
  }
}

/** Works where the asynchronous clipboard is refused, as by a strict permission handler. */
function wroteThroughSelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
