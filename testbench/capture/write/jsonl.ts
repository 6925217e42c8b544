import { compactJson } from '../../json.ts';
import type { SavedPacket } from '../types.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { describe, textOf } from './describe.ts';
import type { Encoder } from './encoder.ts';

/**
 * One JSON object a line, its fields those of `Description`; what does not apply is left out. `param` is the JSON value
 * with the digits it came with; one that is no JSON is `paramText`, one that is no UTF-8 `paramBase64`. `dataBase64` and
 * `bytesBase64` are bytes.
 */
export class JsonLinesEncoder implements Encoder {
  start(): void {}

  add(packet: SavedPacket, out: ByteBuffer): void {
    const { param, data, bytes, ...plain } = describe(packet);
    const members = [JSON.stringify(plain).slice(1, -1)];
    if (param) members.push(paramMember(param));
    if (data) members.push(`"dataBase64":"${data.toString('base64')}"`);
    if (bytes) members.push(`"bytesBase64":"${bytes.toString('base64')}"`);
    out.text(`{${members.join(',')}}\n`);
  }
}

function paramMember(param: Buffer): string {
  const found = textOf(param);
  if (!found) return `"paramBase64":"${param.toString('base64')}"`;
  if (!found.json) return `"paramText":${JSON.stringify(found.text)}`;
  // JSON text may have line ends between its tokens, and a line of the file must be one line.
  return `"param":${/[\n\r]/.test(found.text) ? compactJson(found.text) : found.text}`;
}
