import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

export const SCHEME = 'app';
const HOST = 'bench';
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;
/** Stands in the built index.html (vite.config.ts) where the nonce of a response goes. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

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
    const nonce = randomBytes(16).toString('base64');
    const headers = { 'content-security-policy': contentPolicy(nonce), 'x-content-type-options': 'nosniff' };
    const file = request.method === 'GET' ? resolveAsset(root, request.url) : null;
    const content = file === null ? null : await read(file);
    if (file === null || content === null) return new Response('Not found', { status: 404, headers });
    const type = MIME_TYPES[path.extname(file)] ?? 'application/octet-stream';
    const body = type.startsWith('text/html') ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : content;
    return new Response(body, { headers: { ...headers, 'content-type': type, 'cache-control': 'no-store' } });
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

/**
 * Everything is forbidden but what the page is made of. Styles carry a nonce because CodeMirror and the widgets add
 * `<style>` elements while they run; images may be `data:` because icons in style sheets are.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
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
