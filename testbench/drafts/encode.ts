import { open } from 'node:fs/promises';
import { MAX_PACKET } from '@vsoa-testbench/core';
import { fileFailure } from '../capture/failures.ts';
import type { ChosenFile, DataDraft, PayloadDraft } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { compactJson } from '../json.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';
import { bytesOfHex } from './hex.ts';

/** What is sent; undefined: nothing. */
export interface Encoded {
  param: Uint8Array | undefined;
  data: Uint8Array | undefined;
}

/**
 * The bytes of a payload whose variables are replaced. Rejects with the `part` that is wrong: `INVALID_PARAM` and
 * `INVALID_ARGUMENT` (no hex) with a `position`; `FILE_UNREADABLE`, `PACKET_TOO_LARGE` of a file. What fits in a
 * packet beside the url is up to core.
 */
export async function encodeDraft(
  { param, data }: PayloadDraft,
  files: ChosenFiles,
  { raw }: { raw: boolean },
): Promise<Encoded> {
  return {
    param: encodeParam(param, { raw }),
    data: data.kind === 'file' ? bytesOrNone(await bytesOfFile(data.file, files)) : encodeData(data),
  };
}

/** Throws `INVALID_PARAM` as `encodeDraft`. */
export function encodeParam(param: string, { raw }: { raw: boolean }): Uint8Array | undefined {
  return bytesOrNone(Buffer.from(raw ? param : compactJson(param)));
}

/** Data that is in no file. Throws `INVALID_ARGUMENT` as `encodeDraft`. */
export function encodeData(data: Exclude<DataDraft, { kind: 'file' }>): Uint8Array | undefined {
  return bytesOrNone(data.kind === 'hex' ? bytesOfHex(data.text) : Buffer.from(data.text));
}

const bytesOrNone = (bytes: Uint8Array): Uint8Array | undefined => (bytes.length === 0 ? undefined : bytes);

/** Reads no more than a packet takes, whatever the file has become since it was chosen. */
async function bytesOfFile(file: ChosenFile, files: ChosenFiles): Promise<Uint8Array> {
  try {
    const handle = await open(files.pathOf(file), 'r');
    try {
      const buffer = Buffer.alloc(MAX_PACKET + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
        length += bytesRead;
        if (length > MAX_PACKET) throw tooLarge(file);
        if (bytesRead === 0) return new Uint8Array(buffer.subarray(0, length));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw aboutData(error);
  }
}

function tooLarge(file: ChosenFile): BenchFailure {
  return new BenchFailure('PACKET_TOO_LARGE', `${file.name} is larger than a packet, which takes ${MAX_PACKET} bytes`);
}

function aboutData(error: unknown): BenchFailure {
  const { code, message, cause } = error instanceof BenchFailure ? error : fileFailure(error, 'FILE_UNREADABLE');
  return new BenchFailure(code, message, { part: 'data', cause });
}
