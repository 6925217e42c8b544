import fs from 'node:fs/promises';
import path from 'node:path';

export const SCHEME = 'app';
const HOST = 'bench';
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/**
 * Everything is forbidden but the files that the page is made of: no inline script or style, no eval, no network. Images
 * may be `data:` because icons in style sheets are, and `blob:` because the page draws images that came in the data of
 * packets; both hold bytes that the page has already, and lead nowhere.
 */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = { 'content-security-policy': CONTENT_POLICY, 'x-content-type-options': 'nosniff' };

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Answers requests for app://bench/ with files under `root`, and nothing else. */
export function servePage(root: string) {
  return async (request: { url: string; method: string }): Promise<Response> => {
    const file = request.method === 'GET' ? resolveAsset(root, request.url) : null;
    const content = file === null ? null : await read(file);
    if (file === null || content === null) return new Response('Not found', { status: 404, headers: HEADERS });
    const type = MIME_TYPES[path.extname(file)] ?? 'application/octet-stream';
    return new Response(content, { headers: { ...HEADERS, 'content-type': type, 'cache-control': 'no-store' } });
  };
}

/** The file that a url of the page stands for, or null where it is none of ours. It need not exist. */
export function resolveAsset(root: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const place = new URL(url);
  if (place.protocol !== `${SCHEME}:` || place.host !== HOST) return null;
  const name = decoded(place.pathname);
  if (name === null || name.includes('\0') || name.includes('\\')) return null;
  const file = path.join(root, name === '' || name === '/' ? 'index.html' : name);
  return file.startsWith(root + path.sep) ? file : null;
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

async function read(file: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(error.code)) return null;
    throw error;
  }
}

const NOT_THERE = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EISDIR']);
