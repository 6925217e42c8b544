/** What the bench tells of plots. */
export interface PlotEvents {}

export const plotCommands = {} as const;
