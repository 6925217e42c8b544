export const enStreams = {
  'streams.noDevice': 'Connect to a device to open streams to it.',

  'error.NO_SUCH_TRANSFER.title': 'Transfer is gone',
  'error.NO_SUCH_TRANSFER.why': 'It was removed from the list.',
  'error.NO_SUCH_TRANSFER.next': 'Start a new one.',
  'error.NO_STREAM.title': 'No stream offered',
  'error.NO_STREAM.why': 'The answer to the call carries no tunnel id.',
  'error.NO_STREAM.next': 'Check URL, method and param: the answer’s status says more.',
  'error.STREAM_INCOMPLETE.title': 'Stream ended early',
  'error.STREAM_INCOMPLETE.why': 'Fewer bytes came than the device announced.',
  'error.STREAM_INCOMPLETE.next': 'What came is kept in the partial file; start again.',
  'error.STREAM_MISMATCH.title': 'Not what was announced',
  'error.STREAM_MISMATCH.why': 'Length or SHA-256 differ from what the device announced.',
  'error.STREAM_MISMATCH.next':
    'What came is kept in the partial file; start again, or check what the device announces.',
} as const satisfies Record<string, string>;
