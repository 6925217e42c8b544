const Link = {
  NULL: 0,
  ETHERNET: 1,
  RAW_BSD: 12,
  RAW_OPENBSD: 14,
  RAW: 101,
  LOOP: 108,
  LINUX_SLL: 113,
  IPV4: 228,
  IPV6: 229,
  LINUX_SLL2: 276,
} as const;
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
/** 802.1Q, 802.1ad, and what was used before it. */
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100]);

const NOT_IP = -1;
export const UNKNOWN_LINK = -2;

/** Where the IP packet of a frame begins. */
export function findIp(linkType: number, bytes: Buffer): number {
  switch (linkType) {
    case Link.ETHERNET:
      return afterEtherType(bytes, 12);
    case Link.LINUX_SLL:
      return afterEtherType(bytes, 14);
    case Link.LINUX_SLL2:
      return bytes.length >= 20 && isIpType(bytes.readUInt16BE(0)) ? 20 : NOT_IP;
    case Link.NULL:
    case Link.LOOP:
      // The number of the family depends on the system, so that of the IP version has to do.
      return 4;
    case Link.RAW:
    case Link.RAW_BSD:
    case Link.RAW_OPENBSD:
    case Link.IPV4:
    case Link.IPV6:
      return 0;
    default:
      return UNKNOWN_LINK;
  }
}

function afterEtherType(bytes: Buffer, from: number): number {
  let at = from;
  while (at + 2 <= bytes.length) {
    const type = bytes.readUInt16BE(at);
    if (isIpType(type)) return at + 2;
    if (!VLAN_TAGS.has(type)) return NOT_IP;
    at += 4;
  }
  return NOT_IP;
}

function isIpType(type: number): boolean {
  return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6;
}
