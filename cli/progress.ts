const PERIOD = 200;
const WIDTH = 24;

/** A bar on stderr where that is a terminal; nothing otherwise. */
export class Progress {
  readonly #bytes: () => number;
  readonly #total: number | null;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(bytes: () => number, total: number | null, quiet: boolean) {
    this.#bytes = bytes;
    this.#total = total;
    if (process.stderr.isTTY && !quiet) this.#timer = setInterval(() => this.#draw(), PERIOD);
  }

  close(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    process.stderr.write('\r\u001b[K');
  }

  #draw(): void {
    process.stderr.write(`\r\u001b[K${progressLine(this.#bytes(), this.#total, performance.now() - this.#start)}`);
  }
}

/** `ms` since it began. */
export function progressLine(bytes: number, total: number | null, ms: number): string {
  const rate = ms > 0 ? bytes / (ms / 1_000) : 0;
  const speed = `${megabytes(bytes)} MB  ${megabytes(rate)} MB/s`;
  if (total === null || total === 0) return speed;
  const share = Math.min(1, bytes / total);
  const done = Math.round(share * WIDTH);
  const left = rate > 0 ? `  ${Math.ceil((total - bytes) / rate)} s left` : '';
  return `[${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${Math.floor(share * 100)} %  ${speed}${left}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
