import type { Session, WebContents } from 'electron';

type Log = (message: string) => void;

/** What the page needs beyond drawing itself: to copy. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write']);

/** Keeps `contents` on the page that it was opened with: no other place, no window, no webview. */
export function guardContents(contents: WebContents, isOurs: (url: string) => boolean, log: Log): void {
  contents.on('will-frame-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    log(`navigation to ${event.url} denied`);
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    log(`redirect to ${event.url} denied`);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('webview denied');
  });
  contents.setWindowOpenHandler(({ url }) => {
    log(`new window for ${url} denied`);
    return { action: 'deny' };
  });
}

/** What the page may do beyond its page: nothing but what it needs. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    const allowed = ALLOWED_PERMISSIONS.has(permission);
    if (!allowed) log(`permission ${permission} denied`);
    answer(allowed);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    log(`download of ${item.getURL().slice(0, 200)} denied`);
  });
}
