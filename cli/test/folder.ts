import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that goes with the test. */
export function folder(): string {
  const place = mkdtempSync(path.join(tmpdir(), 'vsoa-cli-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return place;
}
