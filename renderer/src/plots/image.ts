import { coloursOf } from './picture.ts';

interface ImageWords {
  title: string;
  subtitle: string;
  head: string[];
  /** The first cell is the name. */
  rows: { colour: number; cells: string[] }[];
}

const MARGIN = 12;
const ROW = 18;
const NUMBER = 92;
const SWATCH = 10;

/** The canvas of a plot with its title above and its legend below, as PNG. In the colours of the window. */
export async function plotImage(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  { title, subtitle, head, rows }: ImageWords,
): Promise<Uint8Array<ArrayBuffer>> {
  const scale = devicePixelRatio;
  const width = canvas.width / scale + MARGIN * 2;
  const top = MARGIN + 36;
  const legend = top + canvas.height / scale + 8;
  const height = legend + ROW * (rows.length + 1) + MARGIN;
  const image = document.createElement('canvas');
  image.width = Math.round(width * scale);
  image.height = Math.round(height * scale);
  const context = image.getContext('2d');
  if (!context) throw new Error('there is no canvas to draw on');
  const style = getComputedStyle(host);
  const colours = coloursOf(host);
  context.scale(scale, scale);
  context.fillStyle = style.getPropertyValue('--surface-1');
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'middle';
  const write = (
    text: string,
    x: number,
    y: number,
    look: { font: string; token: string; align?: CanvasTextAlign },
  ) => {
    context.font = `${look.font} ${style.fontFamily}`;
    context.fillStyle = style.getPropertyValue(look.token);
    context.textAlign = look.align ?? 'left';
    context.fillText(text, x, y);
  };
  write(fitting(context, title, width - MARGIN * 2), MARGIN, MARGIN + 8, { font: '600 14px', token: '--text' });
  write(subtitle, MARGIN, MARGIN + 26, { font: '12px', token: '--text-2' });
  context.drawImage(canvas, MARGIN, top, canvas.width / scale, canvas.height / scale);
  const columnOf = (at: number) => width - MARGIN - NUMBER * (head.length - 1 - at);
  for (const [at, text] of head.entries()) {
    if (at > 0) write(text, columnOf(at), legend + ROW / 2, { font: '12px', token: '--text-2', align: 'right' });
  }
  for (const [number, { colour, cells }] of rows.entries()) {
    const y = legend + ROW * (number + 1.5);
    context.fillStyle = colours.series(colour);
    context.fillRect(MARGIN, y - SWATCH / 2, SWATCH, SWATCH);
    const room = columnOf(1) - NUMBER - MARGIN - SWATCH - 8;
    for (const [at, text] of cells.entries()) {
      if (at === 0) {
        context.font = `12px ${style.fontFamily}`;
        write(fitting(context, text, room), MARGIN + SWATCH + 8, y, { font: '12px', token: '--text' });
      } else write(text, columnOf(at), y, { font: '12px', token: '--text', align: 'right' });
    }
  }
  const blob = await new Promise<Blob | null>((resolve) => image.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the image could not be made');
  return new Uint8Array(await blob.arrayBuffer());
}

/** The text, or its start with …, in a width. */
function fitting(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length -= 1;
  return `${text.slice(0, length)}…`;
}
