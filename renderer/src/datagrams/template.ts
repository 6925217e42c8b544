import type { DatagramDraft, ReceivedDatagram } from '../../../testbench/contract.ts';
import { hex } from '../format/hex.ts';

/** A datagram that arrived, as a draft to send. A param that is no text cannot be written, and is left out. */
export function templateOf({ url, quick, text, param, data }: ReceivedDatagram): DatagramDraft {
  return {
    url,
    quick,
    payload: { param: param.length === 0 ? '' : (text ?? ''), data: { kind: 'hex', text: hex(data) } },
  };
}

/** For the clipboard: a line as lists have them, so that what arrived can be sent again from a file. */
export function asLine({ url, quick, text, json, param, data }: ReceivedDatagram): string {
  const written = json && text !== null ? text : JSON.stringify(text ?? hex(param));
  return `{${[
    `"url":${JSON.stringify(url)}`,
    ...(param.length > 0 ? [`"param":${written}`] : []),
    ...(data.length > 0 ? [`"data":"${hex(data).replaceAll(' ', '')}"`] : []),
    `"quick":${quick}`,
  ].join(',')}}`;
}
