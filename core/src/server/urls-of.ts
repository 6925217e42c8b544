import { parseParam } from '../message.ts';
import type { PacketView } from '../packet/view.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** The urls that a SUBSCRIBE or UNSUBSCRIBE is about; undefined where one of them is none. */
export function urlsOf(packet: PacketView): string[] | undefined {
  if (packet.urlLength > 0) return packet.urlIsUtf8 && packet.url.startsWith('/') ? [packet.url] : undefined;
  const list = isFlat(packet.param) ? parseParam(packet.param) : undefined;
  if (!Array.isArray(list)) return undefined;
  const urls = list.filter((url) => typeof url === 'string').filter((url) => url.startsWith('/'));
  return urls.length === list.length ? urls : undefined;
}

/** Whether the list has none in it, nor objects. To parse 256 KiB of brackets would take a tenth of a second. */
function isFlat(json: Buffer): boolean {
  let inText = false;
  for (let index = json.indexOf(BRACKET) + 1; index < json.length; index += 1) {
    const byte = json[index];
    if (inText && byte === BACKSLASH) index += 1;
    else if (byte === QUOTE) inText = !inText;
    else if (!inText && (byte === BRACKET || byte === BRACE)) return false;
  }
  return true;
}
