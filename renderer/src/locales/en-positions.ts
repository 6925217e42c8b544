/** The position server. */
export const enPositions = {
  'error.NO_SUCH_ENTRY.title': 'Entry is gone',
  'error.NO_SUCH_ENTRY.why': 'The table has changed meanwhile.',
  'error.NO_SUCH_ENTRY.next': 'Choose another entry.',
} as const satisfies Record<string, string>;
