import { crc32, deflateSync } from 'node:zlib';
import type { VehicleState } from './state.ts';

const WIDTH = 160;
const HEIGHT = 90;
const HORIZON = 38;
const SKY = [112, 154, 196];
const GRASS = [78, 112, 62];
const ROAD = [70, 72, 76];
const LINE = [232, 230, 214];

/** The road ahead, as a front camera would see it: a PNG made here, so that there is a picture to look at. */
export function drawCamera(state: VehicleState): { width: number; height: number; png: Buffer } {
  const pixels = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  const driven = state.odometerKm * 1_000;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      pixels.set(colorAt(x, y, driven, state.laneOffset), y * (1 + WIDTH * 3) + 1 + x * 3);
    }
  }
  return { width: WIDTH, height: HEIGHT, png: encodePng(pixels) };
}

function colorAt(x: number, y: number, driven: number, laneOffset: number): number[] {
  if (y < HORIZON) return SKY;
  const depth = 60 / (y - HORIZON + 1);
  const meters = ((x - WIDTH / 2) * depth) / 14 + laneOffset;
  if (Math.abs(meters) > 5.6) return GRASS;
  const edge = Math.abs(Math.abs(meters) - 5.3) < 0.18;
  const dash = Math.abs(Math.abs(meters) - 1.8) < 0.14 && (driven + depth * 6) % 9 < 4;
  return edge || dash ? LINE : ROAD;
}

/** 8 bit RGB; each line of `pixels` begins with its filter byte, 0 for none. */
function encodePng(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
