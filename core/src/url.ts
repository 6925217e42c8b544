import { VsoaError } from './errors.ts';

const SLASH = 0x2f;

/**
 * Whether a subscription takes what is published on `url`: `/` takes all, `/a/` takes `/a` and everything below it,
 * `/a/b` only itself.
 */
export function urlMatches(subscription: string, url: string): boolean {
  if (subscription === '/' || subscription === url) return true;
  if (!subscription.endsWith('/')) return false;
  return url.startsWith(subscription) || (url.length === subscription.length - 1 && subscription.startsWith(url));
}

/** Throws `INVALID_URL` where `url` does not start with `/`. */
export function checkUrl(url: string): void {
  // Called for every packet that is sent, and cheaper than startsWith.
  if (typeof url !== 'string' || url.charCodeAt(0) !== SLASH) {
    const shown = typeof url === 'string' ? JSON.stringify(url) : String(url);
    throw new VsoaError('INVALID_URL', `a url starts with /, this is ${shown}`);
  }
}
