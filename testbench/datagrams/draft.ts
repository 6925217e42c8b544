import type { DataDraft, DatagramDraft } from '../contract.ts';
import { type Encoded, encodeDraft } from '../drafts/encode.ts';
import { bytesOfHex } from '../drafts/hex.ts';
import { compactJson } from '../json.ts';
import type { KnownValues } from '../requests/known-values.ts';
import { type Lookup, resolvePayload, resolveText, variablesIn } from '../requests/variables.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';
import { measured, type Ready } from './size.ts';

export interface DraftOptions {
  files: ChosenFiles;
  variables: KnownValues;
  raw: boolean;
}

/** Of what a draft is now. Rejects with the `part` that is wrong; what is too large for a packet is no failure here. */
export async function readyOf(draft: DatagramDraft, { files, variables, raw }: DraftOptions): Promise<Ready> {
  const values = variables.ofOneRequest();
  const payload = resolvePayload(draft.payload, values, { raw });
  return measured(urlOf(draft, values), draft.quick, await encodeDraft(payload, files, { raw }));
}

/**
 * A draft to be sent again and again. One that uses a variable of which each datagram has its own is made anew each
 * time; of any other, and of a file, the bytes are those of the start. Rejects as `readyOf`, and so may `make` throw,
 * which begins with `first`.
 */
export async function makerOf(
  draft: DatagramDraft,
  options: DraftOptions,
): Promise<{ first: Ready; make: () => Ready }> {
  const first = await readyOf(draft, options);
  if (!isAlive(draft)) return { first, make: () => first };
  let next: Ready | undefined = first;
  const make = () => {
    const made = next ?? remade(draft, first, options);
    next = undefined;
    return made;
  };
  return { first, make };
}

function remade(draft: DatagramDraft, { data: fileData }: Ready, { raw, variables }: DraftOptions): Ready {
  const values = variables.ofOneRequest();
  const { param, data } = resolvePayload(draft.payload, values, { raw });
  const encoded: Encoded = {
    param: bytesOrNone(Buffer.from(raw ? param : compactJson(param))),
    data: data.kind === 'file' ? fileData : bytesOrNone(bytesOf(data)),
  };
  return measured(urlOf(draft, values), draft.quick, encoded);
}

const urlOf = (draft: DatagramDraft, values: Lookup): string => resolveText(draft.url.trim(), 'url', values);

function isAlive({ url, payload: { param, data } }: DatagramDraft): boolean {
  const used = [
    ...variablesIn(url, 'url'),
    ...variablesIn(param, 'param'),
    ...variablesIn(data.kind === 'file' ? '' : data.text, 'data'),
  ];
  return used.some(({ name }) => name.startsWith('$'));
}

function bytesOf(data: Exclude<DataDraft, { kind: 'file' }>): Uint8Array {
  return data.kind === 'hex' ? bytesOfHex(data.text) : Buffer.from(data.text);
}

const bytesOrNone = (bytes: Uint8Array): Uint8Array | undefined => (bytes.length === 0 ? undefined : bytes);
