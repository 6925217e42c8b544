import * as v from 'valibot';
import { PLOTS_CAP, plot, plotSeries, plotsCap } from '../contract/plots.ts';
import type { PlotSheet } from '../contract.ts';
import { parsed } from '../workspace/device-format.ts';
import type { Format } from '../workspace/kept-file.ts';

/** Of the file. A change that an older app would misunderstand makes it grow. */
const VERSION = 1;

/** What is kept of the plots. */
export interface KeptPlots extends PlotSheet {
  /** Of memory for their values, bytes. */
  cap: number;
}

const file = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  spanMs: v.optional(plot.entries.spanMs, 60_000),
  ownTimes: v.optional(v.boolean(), false),
  cap: v.fallback(v.optional(plotsCap, PLOTS_CAP), PLOTS_CAP),
  plots: v.array(v.unknown()),
});

const plotInFile = v.object({ ...plot.entries, series: v.array(v.unknown()) });

/** The plots and their series; what was measured is not kept. */
export const plotsFormat: Format<KeptPlots> = {
  write({ plots, spanMs, ownTimes, cap }) {
    const value = { version: VERSION, spanMs, ownTimes, ...(cap !== PLOTS_CAP && { cap }), plots };
    return `${JSON.stringify(value, null, 2)}\n`;
  },
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    const { version, spanMs, ownTimes, cap } = found.output;
    let strange = 0;
    const plots = found.output.plots.flatMap((entry) => {
      const read = v.safeParse(plotInFile, entry);
      if (!read.success) {
        strange += 1;
        return [];
      }
      const series = read.output.series.flatMap((each) => {
        const one = v.safeParse(plotSeries, each);
        if (!one.success) strange += 1;
        return one.success ? [one.output] : [];
      });
      return [{ ...read.output, series }];
    });
    return { value: { plots, spanMs, ownTimes, cap }, newer: version > VERSION, strange };
  },
};
