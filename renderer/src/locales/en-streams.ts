export const enStreams = {
  'streams.noDevice': 'Connect to a device to open streams to it.',
} as const satisfies Record<string, string>;
