export interface ImageInfo {
  kind: 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP';
  mime: string;
  /** px, as the header says. */
  width: number;
  height: number;
}

/** Pixels that are drawn at most: a small file may declare more than memory holds. */
export const MAX_PIXELS = 64_000_000;

/** What image the bytes are, by how they begin; null where they are none, or do not say how large they are. */
export function sniffImage(bytes: Uint8Array): ImageInfo | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const read of [png, gif, bmp, webp, jpeg]) {
    try {
      const info = read(view);
      if (info && info.width > 0 && info.height > 0) return info;
    } catch (error) {
      // The header ends before it has told all.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

function png(view: DataView): ImageInfo | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  return { kind: 'PNG', mime: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): ImageInfo | null {
  if (view.getUint32(0) !== 0x47494638) return null;
  return { kind: 'GIF', mime: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Two letters are little proof, so the size of the file must be right as well, and the size of the header a known one. */
function bmp(view: DataView): ImageInfo | null {
  const header = view.getUint32(14, true);
  if (view.getUint16(0) !== 0x424d || view.getUint32(2, true) !== view.byteLength || header < 40 || header > 124) {
    return null;
  }
  const height = Math.abs(view.getInt32(22, true));
  return { kind: 'BMP', mime: 'image/bmp', width: view.getInt32(18, true), height };
}

function webp(view: DataView): ImageInfo | null {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const size = webpSize(view);
  return size && { kind: 'WebP', mime: 'image/webp', ...size };
}

function webpSize(view: DataView): { width: number; height: number } | null {
  switch (view.getUint32(12)) {
    case 0x56503820: // 'VP8 '
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // 'VP8L'
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // 'VP8X'
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** The size stands in the frame header, behind segments of any number. */
function jpeg(view: DataView): ImageInfo | null {
  if (view.getUint16(0) !== 0xffd8 || view.getUint8(2) !== 0xff) return null;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrameHeader(marker)) {
      return { kind: 'JPEG', mime: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else if (marker === 0xda || marker === 0xd9) return null;
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, but for the three in between that are other things. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
