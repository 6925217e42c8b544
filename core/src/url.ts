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

/**
 * Every subscription, or route, that takes `url`, the most exact first: for `/a/b` that is `/a/b`, `/a/b/`, `/a/`, `/`.
 * Those between that are longer than `longest` are left out.
 */
export function takersOf(url: string, longest: number = Infinity): string[] {
  const takers = [url];
  if (!url.endsWith('/')) takers.push(`${url}/`);
  const from = Math.min(url.length - 2, longest - 1);
  for (let end = url.lastIndexOf('/', from); end > 0; end = url.lastIndexOf('/', end - 1)) {
    takers.push(url.slice(0, end + 1));
  }
  if (url !== '/') takers.push('/');
  return takers;
}

/** Throws `INVALID_URL` where `url` does not start with `/`. */
export function checkUrl(url: string): void {
  // Called for every packet that is sent, and cheaper than startsWith.
  if (url.charCodeAt(0) !== SLASH)
    throw new VsoaError('INVALID_URL', `a url starts with /, this is ${JSON.stringify(url)}`);
}
