import type { Oddity, TrafficPacket } from '../../../testbench/contract.ts';
import { ascii, hexByte } from '../format/hex.ts';
import { exact } from '../format/quantity.ts';
import type { Translate } from '../i18n.ts';
import { typeText } from '../traffic/describe.ts';

const HEADER = 20;

/** Of an odd packet what in it is odd: which byte, how many. Null where that is said by the reason alone. */
export function oddDetail(oddity: Oddity, { bytes, row }: TrafficPacket, t: Translate): string | null {
  switch (oddity) {
    case 'BAD_MAGIC': {
      const first = bytes[0] ?? 0;
      return t('odd.detail.magic', { byte: `0x${hexByte(first)}`, start: startOf(bytes) });
    }
    case 'BAD_LENGTH':
      return bytes.length < HEADER
        ? t('odd.detail.header', { count: bytes.length, there: exact(bytes.length) })
        : t('odd.detail.length', { declared: exact(declaredOf(bytes)), there: exact(bytes.length) });
    case 'UNALIGNED': {
      const pad = (bytes[2] ?? 0) >>> 6;
      const wanted = (4 - ((bytes.length - pad) % 4)) % 4;
      return t('odd.detail.pad', { length: exact(bytes.length), pad, wanted });
    }
    case 'UNKNOWN_TYPE':
      return t('odd.detail.type', { type: `0x${hexByte(row.typeCode)}` });
    case 'WRONG_CHANNEL':
      return t('odd.detail.channel', { type: typeText(row, t), direction: t(row.direction), channel: t(row.channel) });
    case 'BAD_UTF8':
      return t('odd.detail.url', { offset: exact(badByteOf(bytes)) });
    case 'UNEXPECTED_REPLY':
      return t('odd.detail.seqno', { seqno: String(row.seqno) });
    case 'STRANGER':
    case 'BEFORE_HANDSHAKE':
    case 'BAD_POSITION':
      return null;
  }
}

function startOf(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 24), ascii).join('');
}

/** Header, url, param, data and pad, as the header has it. */
function declaredOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return HEADER + view.getUint16(10) + view.getUint32(12) + view.getUint32(16) + (view.getUint8(2) >>> 6);
}

/** Where in the packet the url stops to be UTF-8. */
function badByteOf(bytes: Uint8Array): number {
  const url = bytes.subarray(HEADER, HEADER + new DataView(bytes.buffer, bytes.byteOffset).getUint16(10));
  const read = new TextDecoder('utf-8', { ignoreBOM: true }).decode(url);
  return HEADER + new TextEncoder().encode(read.slice(0, read.indexOf('\ufffd'))).length;
}
