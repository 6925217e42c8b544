import process from 'node:process';

const MB = 1_000_000;

/** Shows how far a download is: one line that is rewritten on a terminal, a line each quarter elsewhere. `total` in bytes. */
export function progress(label, total, out = process.stderr) {
  let shown = -1;
  return (bytes) => {
    const percent = total ? Math.min(100, Math.floor((bytes / total) * 100)) : 0;
    const step = out.isTTY ? percent : percent - (percent % 25);
    if (step === shown) return;
    shown = step;
    const text = `${label}: ${step} % of ${Math.round(total / MB)} MB`;
    out.write(out.isTTY ? `\r${text}${percent === 100 ? '\n' : ''}` : `${text}\n`);
  };
}
