export const enDatagrams = {
  'datagrams.noDevice': 'Connect to a device to send it datagrams.',
  'error.NO_QUICK_CHANNEL.title': 'No quick channel',
  'error.NO_QUICK_CHANNEL.why':
    'With TLS there is no quick channel: the datagram would go in the clear, so it was not sent.',
  'error.NO_QUICK_CHANNEL.next': 'Send it on the normal channel.',
  'error.INVALID_LIST.title': 'Lines of the list are wrong',
  'error.INVALID_LIST.why': 'A line that is wrong would not be what was meant, so nothing was sent.',
  'error.INVALID_LIST.next': 'Correct the lines, or leave them out.',
} as const satisfies Record<string, string>;
