import type { enFrame } from './en-frame.ts';

export const zhFrame: Record<keyof typeof enFrame, string> = {
  toasts: '通知',
  'toast.undo': '撤销',
};
