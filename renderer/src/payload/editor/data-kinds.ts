import type { DataDraft } from '../../../../testbench/contract.ts';
import { hex, hexProblem } from '../../format/hex.ts';

/**
 * The same data written the other way. What cannot be written so, such as bytes that are no text, stays as it stands, so
 * that nothing is lost by looking.
 */
export function writtenAs(data: DataDraft, kind: 'text' | 'hex'): DataDraft {
  if (data.kind === 'file' || data.kind === kind) return { kind, text: data.kind === 'file' ? '' : data.text };
  if (data.text.includes('{{')) return { kind, text: data.text };
  return { kind, text: kind === 'hex' ? hex(new TextEncoder().encode(data.text)) : (textOf(data.text) ?? data.text) };
}

function textOf(written: string): string | null {
  if (hexProblem(written) !== null) return null;
  const digits = written.replaceAll(/0x/gi, '').replaceAll(/[\s:,]/g, '');
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
