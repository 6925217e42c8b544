import type { TrafficChart } from '../../../../../testbench/contract.ts';

/** Height of what says that there were failed packets, whatever part of the bar they are, px. */
const FAILED = 3;

/** Bars of all packets, those that pass the filter in a stronger colour, and a foot under those with failed ones. */
export function draw(canvas: HTMLCanvasElement, chart: TrafficChart): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const colours = getComputedStyle(canvas);
  const colour = (token: string) => colours.getPropertyValue(token);
  const { packets, matching, failed } = chart;
  const highest = Math.max(1, ...packets);
  const bar = width / Math.max(1, packets.length);
  const gap = bar >= 3 ? 1 : 0;
  const room = height - FAILED - 1;
  const fill = (counts: number[], token: string) => {
    context.fillStyle = colour(token);
    for (const [at, n] of counts.entries()) {
      if (n === 0) continue;
      const tall = Math.max(1, (n / highest) * room);
      context.fillRect(at * bar, room - tall, bar - gap, tall);
    }
  };
  fill(packets, '--chart-all');
  fill(matching, '--chart-matching');
  context.fillStyle = colour('--error');
  for (const [at, n] of failed.entries()) {
    if (n > 0) context.fillRect(at * bar, height - FAILED, Math.max(2, bar - gap), FAILED);
  }
}
