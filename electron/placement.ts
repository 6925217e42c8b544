import fs from 'node:fs';
import * as v from 'valibot';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Placement {
  bounds: Rectangle;
  maximized: boolean;
}

export const SMALLEST = { width: 900, height: 600 };

const integer = v.pipe(v.number(), v.safeInteger());
const schema = v.object({
  bounds: v.object({
    x: integer,
    y: integer,
    width: v.pipe(integer, v.minValue(SMALLEST.width)),
    height: v.pipe(integer, v.minValue(SMALLEST.height)),
  }),
  maximized: v.boolean(),
});

/** Where the window was, or null where that is not known, or is on a screen that is no longer there. */
export function readPlacement(file: string, screens: readonly Rectangle[]): Placement | null {
  const stored = v.safeParse(schema, readJson(file));
  if (!stored.success) return null;
  return screens.some((screen) => overlap(screen, stored.output.bounds)) ? stored.output : null;
}

/** Losing it costs the user a drag of the mouse: a disk that cannot be written to is not worth an error. */
export function writePlacement(file: string, placement: Placement, failed: (error: unknown) => void): void {
  try {
    fs.writeFileSync(file, JSON.stringify(placement));
  } catch (error) {
    failed(error);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Enough of the title bar has to be on a screen to take hold of it. */
const GRIP = 80;

function overlap(screen: Rectangle, window: Rectangle): boolean {
  return (
    window.x + window.width >= screen.x + GRIP &&
    window.x <= screen.x + screen.width - GRIP &&
    window.y >= screen.y &&
    window.y <= screen.y + screen.height - GRIP
  );
}
