import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import { type Language, ROOT } from './app.ts';
import { structureOf } from './structure.ts';

interface TakeOptions {
  /** The part whose words are compared, where not all that is seen is what the page explains. */
  words?: Locator;
  /** How much of the window around it is seen, too. */
  margin?: number;
}

interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

const RENEW = 'npm run guide-pictures';

/**
 * The pictures of the guide in one language. Beside each one stands a text: the roles and words that were to be seen when
 * it was taken, without what lives, below the hash of the picture. A run compares the words with those of the window, for
 * pixels are never the same twice; scripts/test/guide.test.ts compares the hash, so that neither is renewed alone.
 */
export class GuidePictures {
  readonly #language: Language;
  readonly #taken: string;

  constructor(language: Language) {
    this.#language = language;
    this.#taken = path.join(ROOT, 'test-results', 'guide', language);
    fs.mkdirSync(this.#taken, { recursive: true });
  }

  async take(page: string, target: Locator, { words = target, margin = 0 }: TakeOptions = {}): Promise<void> {
    const text = structureOf(await words.ariaSnapshot());
    if (process.env['RENEW_GUIDE']) await this.#write(page, text, target, margin);
    else {
      const shown = `docs/guide/images/${this.#language}/${page}`;
      const says = `what ${shown}.png shows; if the window is right, renew it: ${RENEW}`;
      expect.soft(text, says).toBe(wordsIn(path.join(ROOT, `${shown}.txt`)));
    }
  }

  async #write(page: string, text: string, target: Locator, margin: number): Promise<void> {
    const clip = await around(target, margin);
    const picture = await target.page().screenshot({ animations: 'disabled', caret: 'hide', clip });
    const hash = createHash('sha256').update(picture).digest('hex');
    fs.writeFileSync(path.join(this.#taken, `${page}.png`), picture);
    fs.writeFileSync(path.join(this.#taken, `${page}.txt`), `${hash}\n${text}`);
  }
}

/** What is shown around it, as far as the window goes. */
async function around(target: Locator, margin: number): Promise<Clip> {
  const box = await target.boundingBox();
  if (!box) throw new Error('what the picture is to show is not shown');
  const window = await target.page().evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const x = Math.max(0, box.x - margin);
  const y = Math.max(0, box.y - margin);
  const right = Math.min(window.width, box.x + box.width + margin);
  const bottom = Math.min(window.height, box.y + box.height + margin);
  return { x, y, width: right - x, height: bottom - y };
}

function wordsIn(file: string): string {
  if (!fs.existsSync(file)) return '';
  const text = fs.readFileSync(file, 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}
