export const enDatagrams = {
  'datagrams.noDevice': 'Connect to a device to send it datagrams.',
} as const satisfies Record<string, string>;
