export const enFrame = {
  toasts: 'Notifications',
  'toast.undo': 'Undo',
} as const satisfies Record<string, string>;
