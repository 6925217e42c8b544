import type { CallRecord } from '../../../../../testbench/contract.ts';

/** The call as it is made in a terminal. */
export function commandLine({ host, draft, sent }: CallRecord): string {
  const { method, timeoutMs, repeat } = draft;
  const { param, data } = sent.payload;
  const words = ['vsoa-testbench', 'call', quoted(`vsoa://${host}${sent.url}`)];
  if (method === 'SET') words.push('--set');
  if (param.trim() !== '') words.push('--param', quoted(param));
  if (data.kind === 'file') words.push('--data', quoted(`@${data.file.path}`));
  else if (data.text !== '')
    words.push('--data', quoted(`hex:${data.kind === 'hex' ? digits(data.text) : hexOf(data.text)}`));
  words.push('--timeout', `${timeoutMs}ms`);
  if (repeat.count > 1) words.push('--repeat', String(repeat.count));
  if (repeat.count > 1 && repeat.perSecond !== null) words.push('--rate', String(repeat.perSecond));
  return words.join(' ');
}

/** For a POSIX shell. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const digits = (text: string): string => text.replaceAll(/0x/gi, '').replaceAll(/[\s:,]/g, '');

const hexOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
