import type { Session, WebContents } from 'electron';

type Log = (message: string) => void;

/** What the page needs beyond drawing itself: to copy. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write']);
/** Of an address in the log, characters. */
const LONGEST = 200;

export interface ContentsGuards {
  /** Whether the page may go there. */
  isOurs: (url: string) => boolean;
  /** Asked to show a link in a window of its own. */
  openLink: (url: string) => void;
  log: Log;
}

/** Keeps `contents` on the page that it was opened with: no other place, no window, no webview. */
export function guardContents(contents: WebContents, { isOurs, openLink, log }: ContentsGuards): void {
  contents.on('will-frame-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    log(`navigation to ${event.url.slice(0, LONGEST)} denied`);
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    log(`redirect to ${event.url.slice(0, LONGEST)} denied`);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('webview denied');
  });
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
  // Without an answer Chromium would take the first device in reach.
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('console-message', (...told) => {
    const message = errorIn(told);
    if (message !== null) log(`the page: ${message.slice(0, LONGEST * 2)}`);
  });
}

/** What the page may do beyond its page: nothing but what it needs; of what it loads, nothing but what `mayLoad`. */
export function guardSession(session: Session, mayLoad: (url: string) => boolean, log: Log): void {
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    const allowed = ALLOWED_PERMISSIONS.has(permission);
    if (!allowed) log(`permission ${permission} denied`);
    answer(allowed);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    log(`download of ${item.getURL().slice(0, LONGEST)} denied`);
  });
  // The page's own policy forbids as much; this holds also for what is no matter of a page.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !mayLoad(url);
    if (cancel) log(`request for ${url.slice(0, LONGEST)} denied`);
    answer({ cancel });
  });
}

/** Older versions of Electron hand over level and text one by one, newer ones in the event. */
function errorIn([event, oldLevel, oldMessage]: [{ level?: unknown; message?: unknown }, ...unknown[]]): string | null {
  if (event.level === 'error') return String(event.message);
  return event.level === undefined && oldLevel === 3 ? String(oldMessage) : null;
}
