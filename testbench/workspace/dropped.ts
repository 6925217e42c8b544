import { open } from 'node:fs/promises';
import { fileFailure } from '../capture/failures.ts';
import type { ChosenFile, OpenedFile } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { ChosenFiles } from './chosen-files.ts';

/** What opens files of each kind, by their paths. */
interface Openers {
  capture: (path: string) => Promise<{ id: string } | null>;
  devices: (path: string) => Promise<Extract<OpenedFile, { kind: 'devices' }>['file'] | null>;
  workspace: (path: string) => Promise<Extract<OpenedFile, { kind: 'workspace' }>['place']>;
  /** Answers its id. */
  scenario: (path: string) => Promise<string>;
}

/** How much of a file shows what it is. */
const START = 4_096;
/** pcapng; pcap in both orders of bytes, with times in µs and in ns. */
const CAPTURES = new Set(['0a0d0d0a', 'a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1']);
const WORKSPACE = /^\s*\{\s*"kind"\s*:\s*"vsoa-testbench workspace"/;
/** In YAML at the start of a line, in JSON the first key beside others that say what it is. */
const SCENARIO = /^(?:"?scenario"?\s*:\s*\d)|^\s*\{[^{[]*"scenario"\s*:\s*\d/m;
const JSON_OBJECT = /^\s*\{/;

/**
 * Opens a file that the user dropped on the window, by what is in it. Rejects with `UNKNOWN_FILE`, or as what opens
 * that kind of file does.
 */
export async function openDropped(file: ChosenFile, files: ChosenFiles, openers: Openers): Promise<OpenedFile> {
  const path = files.pathOf(file);
  const kind = kindOf(await startOf(path));
  if (kind === null)
    throw new BenchFailure('UNKNOWN_FILE', `${file.name} is no capture, no scenario, no devices and no workspace`);
  if (kind === 'workspace') return { kind, place: await openers.workspace(path) };
  if (kind === 'scenario') return { kind, id: await openers.scenario(path) };
  const opened = kind === 'capture' ? await openers.capture(path) : await openers.devices(path);
  if (opened === null) return { kind: 'nothing' };
  return 'id' in opened ? { kind: 'capture', id: opened.id } : { kind: 'devices', file: opened };
}

function kindOf(start: Buffer): 'capture' | 'devices' | 'workspace' | 'scenario' | null {
  if (CAPTURES.has(start.subarray(0, 4).toString('hex'))) return 'capture';
  const text = start.toString('utf8').replace(/^\uFEFF/, '');
  if (WORKSPACE.test(text)) return 'workspace';
  if (SCENARIO.test(text)) return 'scenario';
  return JSON_OBJECT.test(text) ? 'devices' : null;
}

async function startOf(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
}
