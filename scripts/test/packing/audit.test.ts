import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AuditMissing, auditShipped } from '../../packing/audit.mjs';

const ADVISORIES = '/-/npm/v1/security/advisories/bulk';
const SHIPPED = new Set(['electron', 'react']);

const advisory = (title: string) => ({
  id: 1,
  url: 'https://advisories.example/1',
  title,
  severity: 'high',
  vulnerable_versions: '>=1',
  cwe: [],
  cvss: { score: 0 },
});

/** A registry that npm asks in this test; it is told of all versions in the tree, and answers this. */
async function registry(advisories: object | null): Promise<Record<string, string[]>[]> {
  const asked: Record<string, string[]>[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    if (request.url !== ADVISORIES || advisories === null) {
      response.writeHead(request.url === ADVISORIES ? 405 : 404).end('{}');
      return;
    }
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    asked.push(JSON.parse(text.toString()) as Record<string, string[]>);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(advisories));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  vi.stubEnv('npm_config_fetch_retries', '0');
  return asked;
}

test('what ships is clean where there are advisories for tools only', async () => {
  const asked = await registry({ vitest: [advisory('a hole in a tool')] });
  expect(await auditShipped(SHIPPED)).toEqual([]);
  // Also what is bundled, and for npm is there for development.
  expect(asked).toEqual([expect.objectContaining({ react: [expect.any(String)], electron: [expect.any(String)] })]);
});

test('an advisory for what ships is told with its severity and where to read on', async () => {
  await registry({ react: [advisory('a hole')] });
  expect(await auditShipped(SHIPPED)).toEqual(['react, high: a hole (https://advisories.example/1)']);
});

test('a registry that tells of no advisories is not taken for a clean one', async () => {
  await registry(null);
  const error: unknown = await auditShipped(SHIPPED).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AuditMissing);
  expect((error as Error).message).toMatch(/^The registry tells of no advisories: 405 /);
});
