export const enSubscriptions = {
  'error.NO_SUCH_VALUE.title': 'Value is gone',
  'error.NO_SUCH_VALUE.why': 'Newer values have taken its place in memory, or it was too large to be kept.',
  'error.NO_SUCH_VALUE.next': 'Choose a newer value, or keep more values of each topic.',
} as const satisfies Record<string, string>;
