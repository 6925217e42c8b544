import type { DataDraft, PayloadDraft } from '../../../../testbench/contract.ts';
import { hexProblem } from '../../format/hex.ts';
import { type JsonProblem, scanJson } from './json-scan.ts';

/** What is wrong with a payload as it is written, as far as the window can see; the bench has the last word. */
export interface DraftProblems {
  param: JsonProblem | null;
  /** Where its hex is none. */
  data: number | null;
}

/** `raw`: the device takes any text as param. */
export function checkDraft(draft: PayloadDraft, raw: boolean): DraftProblems {
  return {
    param: raw ? null : scanJson(draft.param).problem,
    data: draft.data.kind === 'hex' ? hexProblem(withoutVariables(draft.data.text)) : null,
  };
}

export function isSendable(draft: PayloadDraft, raw: boolean): boolean {
  const { param, data } = checkDraft(draft, raw);
  return param === null && data === null;
}

/** Bytes of data as they are sent, before variables are replaced; null where that cannot be told. */
export function dataBytes(data: DataDraft): number | null {
  switch (data.kind) {
    case 'text':
      return new TextEncoder().encode(data.text).length;
    case 'hex':
      return hexProblem(data.text) === null ? hexDigits(data.text).length / 2 : null;
    case 'file':
      return data.file.bytes;
  }
}

/** Bytes of a param as it is sent, without the spaces between its tokens; null where it is no JSON. */
export function paramBytes(param: string, raw: boolean): number | null {
  if (raw) return new TextEncoder().encode(param).length;
  const { tokens, problem } = scanJson(param);
  if (problem !== null) return null;
  const encoder = new TextEncoder();
  return tokens.reduce((bytes, { text }) => bytes + encoder.encode(text).length, 0);
}

const hexDigits = (text: string): string => text.replaceAll(/0x/gi, '').replaceAll(/[\s:,]/g, '');

/** Each in as many spaces, so that places stay where they are: what will stand there is not known yet. */
const withoutVariables = (text: string): string =>
  text.replaceAll(/\{\{[^{}\n]*\}\}/g, (variable) => ' '.repeat(variable.length));
