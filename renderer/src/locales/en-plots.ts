export const enPlots = {
  'plots.noDevice': 'Connect to a device to plot its values.',
} as const satisfies Record<string, string>;
